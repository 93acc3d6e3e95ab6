/**
 * Runs that are being asked: each with a queue whose requests go through the catalogue together,
 * and replaced by a newer one without a pause.
 */
package io.sbr.server.serving;
