/** What the server says of itself to Prometheus. */
package io.sbr.server.metrics;
