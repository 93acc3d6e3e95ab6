package io.sbr.bench.load.drive;

/**
 * Something to ask.
 *
 * @param bytes all of it, as HTTP/1.1 has it on the wire
 * @param subject what it is about, for the {@link RequestSource} that made it
 */
public record Request(byte[] bytes, Object subject) {}
