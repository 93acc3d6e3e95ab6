/** HTTP by Eclipse Jetty 12's core server, without servlets. */
package io.sbr.server.jetty;
