package io.sbr.cli.serve;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A browser for all tests of a class, and for each a server of its own to open the page of. */
@Timeout(180)
abstract class OnPage {
  static Browser browser;
  PageServer server;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start();
  }

  @BeforeEach
  void start() throws IOException {
    browser.looks(1280, 844, false);
    browser.complaints();
    server = new PageServer(Optional.empty());
  }

  @AfterEach
  void end() {
    if (server != null) {
      server.close();
    }
  }

  @AfterAll
  static void endBrowser() {
    if (browser != null) {
      browser.close();
    }
  }
}
