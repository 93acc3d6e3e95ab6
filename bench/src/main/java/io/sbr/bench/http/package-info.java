/**
 * The server's HTTP library beside another one: the same handler behind each, so that the rest of
 * what is measured is equal.
 */
package io.sbr.bench.http;
