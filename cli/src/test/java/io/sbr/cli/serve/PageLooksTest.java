package io.sbr.cli.serve;

import static io.sbr.cli.serve.PageServer.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** How the page looks, to eyes and to what reads it out. */
class PageLooksTest extends OnPage {
  private static final List<String> LONG_AND_SHORT =
      List.of("item 3", PageServer.LONG, "item 8", PageServer.SLY, "item 3");

  /** All of it, with what can be opened open. */
  private void openAll(String run, String beside, List<String> items) throws InterruptedException {
    browser.open(server.address(run, items) + "&beside=" + beside);
    browser.untilShown(items);
    browser.script("document.querySelectorAll('details').forEach(d => { d.open = true; })");
    browser.until("document.querySelectorAll('.figures table').length === 2");
  }

  /** Leaves pictures in {@code target/page} for people to look at. */
  @Test
  void itFitsDesktopAndPhoneLightAndDark() throws Exception {
    Path pictures = Files.createDirectories(Path.of("target", "page"));
    String contrast = text("contrast.js");
    for (boolean dark : new boolean[] {false, true}) {
      for (int width : new int[] {1280, 800, 390, 360}) {
        browser.looks(width, 844, dark);
        for (List<String> items : List.of(SESSION, LONG_AND_SHORT)) {
          openAll("srgnn", "v-sknn", items);
          assertThat(browser.script("return document.documentElement.scrollWidth"))
              .as("%d pixels", width)
              .isEqualTo((long) width);
          assertThat(browser.script(contrast)).as("texts that are too pale").isEqualTo(List.of());
        }
        JsonNode ground =
            browser.json(
                "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)");
        assertThat(ground.get(0).asInt() < 128).isEqualTo(dark);
        browser.open(server.address("srgnn", SESSION) + "&beside=v-sknn");
        browser.untilShown(SESSION);
        String name = (width < 600 ? "phone-" : "desktop-") + width + (dark ? "-dark" : "-light");
        browser.picture(pictures.resolve(name + ".png"), width);
      }
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream in = PageLooksTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatCanBeUsedHasANameAndIsLive() throws Exception {
    for (String run : PageServer.RUNS) {
      openAll(run, run.equals("srgnn") ? "v-sknn" : "srgnn", SESSION);
      assertThat(browser.unnamed()).as(run).isEmpty();
    }
    assertThat(browser.find("#said").getDomAttribute("role")).isEqualTo("status");
    assertThat(browser.find("#found").getDomAttribute("role")).isEqualTo("status");
    assertThat(browser.find("#trouble").getDomAttribute("role")).isEqualTo("alert");
    assertThat(browser.find("html").getDomAttribute("lang")).isEqualTo("en");
  }

  @Test
  void whereverTheFocusIsItIsSeen() throws Exception {
    openAll("srgnn", "v-sknn", SESSION);
    List<String> stops = new ArrayList<>();
    do {
      browser.press(Keys.TAB);
      stops.add(
          (String)
              browser.script(
                  "const at = document.activeElement; const style = getComputedStyle(at);"
                      + "const box = at.getBoundingClientRect();"
                      + "const seen = style.outlineStyle !== 'none'"
                      + " && parseFloat(style.outlineWidth) >= 2 && box.top >= 0"
                      + " && box.bottom > 0 && box.width > 0;"
                      + "return (seen ? '' : 'unseen: ') + at.tagName + ' ' + at.textContent"));
    } while (stops.size() < 200 && !stops.get(stops.size() - 1).contains("openapi.json"));
    assertThat(stops).hasSizeGreaterThan(60).hasSizeLessThan(200);
    assertThat(stops).noneMatch(stop -> stop.startsWith("unseen"));
  }

  @Test
  void rowsSlideOnlyForThoseWhoLikeIt() throws Exception {
    for (String liked : List.of("no-preference", "reduce")) {
      browser.prefers("reduced-motion", liked);
      browser.open(server, "srgnn", List.of("item 3"));
      browser.script(
          "window.slides = 0; const animate = Element.prototype.animate;"
              + "Element.prototype.animate = function (...how) {"
              + " window.slides++; return animate.apply(this, how); }");
      browser.find(".ranking button").click();
      browser.until("document.querySelectorAll('#clicks li').length === 2");
      browser.until("document.querySelector('article').dataset.shown?.includes(',')");
      assertThat((Long) browser.script("return window.slides") > 0)
          .as(liked)
          .isEqualTo(liked.equals("no-preference"));
    }
  }

  @Test
  void nothingIsAskedOfAnotherMachine() throws Exception {
    openAll("srgnn", "v-sknn", SESSION);
    JsonNode asked = browser.json("performance.getEntriesByType('resource').map(e => e.name)");
    assertThat(asked).hasSizeGreaterThan(15);
    assertThat(asked).allMatch(url -> url.asText().startsWith(server.address()));
    browser.script("new Image().src = 'http://127.0.0.2/'");
    browser.until("true");
    assertThat(String.join("\n", browser.complaints())).contains("Content Security Policy");
  }
}
