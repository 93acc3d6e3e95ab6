package io.sbr.server.serving;

/**
 * Who answers.
 *
 * @param name that the run is served under
 * @param version the first 12 hexadecimal digits of the SHA-256 of the folder's manifest, which
 *     holds the hash of every file: equal versions are equal runs
 * @param model title of the run's model
 */
public record RunLabel(String name, String version, String model) {}
