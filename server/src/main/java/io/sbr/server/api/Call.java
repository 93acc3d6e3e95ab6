package io.sbr.server.api;

import io.sbr.server.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * A request that has found its route.
 *
 * @param request as it came
 * @param path what stands in the path for each name in braces, decoded
 * @param rest threads for what is left to do when a wait is over
 */
record Call(HttpRequest request, Map<String, String> path, Executor rest) {}
