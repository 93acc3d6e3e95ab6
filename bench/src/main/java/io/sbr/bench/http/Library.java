package io.sbr.bench.http;

import io.sbr.bench.http.undertow.UndertowListener;
import io.sbr.server.http.HttpHandler;
import io.sbr.server.http.HttpLibrary;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.HttpListener;
import io.sbr.server.http.HttpPlace;
import io.sbr.server.jetty.JettyListener;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What speaks HTTP: the server's own library, and the one it is compared with. */
enum Library implements HttpLibrary {
  JETTY(JettyListener::open, "org.eclipse.jetty"),
  UNDERTOW(UndertowListener::open, "io.undertow", "org.xnio", "org.jboss.threads");

  private final HttpLibrary opens;

  /** Whose greetings say nothing here. Held, or their levels are forgotten. */
  private final List<Logger> loggers;

  Library(HttpLibrary opens, String... loggers) {
    this.opens = opens;
    this.loggers = List.of(loggers).stream().map(Logger::getLogger).toList();
  }

  @Override
  public HttpListener open(String name, HttpPlace place, HttpLimits limits, HttpHandler handler)
      throws IOException {
    loggers.forEach(logger -> logger.setLevel(Level.SEVERE));
    return opens.open(name, place, limits, handler);
  }
}
