package io.sbr.cli.serve;

import static io.sbr.cli.serve.PageServer.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.cli.Cli;
import io.sbr.server.api.BearerToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What the page does, in a browser, as a person uses it. */
class PageTest extends OnPage {
  private static final String FOUND = "document.getElementById('found').textContent === ";

  @TempDir Path folder;

  private static JsonNode explained(String run, List<String> items) {
    Path folder = ServeOptionsTest.KEPT.resolve(run);
    return Cli.run("explain", "--run", folder, "--items", String.join(",", items), "--json").json();
  }

  /** The numbers of a row are all that the server sent, not the digits that are shown. */
  private JsonNode numbers(String rows) throws IOException {
    return browser.json(
        "[...document.querySelectorAll('%s')]".formatted(rows)
            + ".map(r => [...r.querySelectorAll('data')].map(d => Number(d.value)))");
  }

  @Test
  void aSessionIsExplainedAsTheCommandDoes() throws Exception {
    browser.open(server, "srgnn", SESSION);
    JsonNode expected = explained("srgnn", SESSION);
    int clicks = SESSION.size();
    JsonNode rows = numbers(".contributions tbody tr");
    assertThat(rows).hasSize(clicks + 2);
    for (int r = 0; r < expected.get("results").size(); r++) {
      JsonNode result = expected.get("results").get(r);
      for (int c = 0; c < clicks; c++) {
        same(rows.get(c).get(r), result.get("contributions").get(c));
      }
      same(rows.get(clicks).get(r), result.get("rest"));
      same(rows.get(clicks + 1).get(r), result.get("score"));
    }
    JsonNode attention = numbers(".attention tbody tr");
    for (int c = 0; c < clicks; c++) {
      same(attention.get(c).get(0), expected.get("clicks").get(c).get("node"));
      same(attention.get(c).get(1), expected.get("clicks").get(c).get("attention"));
    }
    assertThat(browser.find("svg.graph").getDomAttribute("aria-label"))
        .startsWith("Session graph of Model No. 3 with attention")
        .contains("Model No. 3 to Model No. 8");
    assertThat(browser.complaints()).isEmpty();
  }

  private static void same(JsonNode shown, JsonNode expected) {
    assertThat(shown.doubleValue()).isEqualTo(expected.doubleValue());
  }

  @Test
  void neighbourSessionsAreThoseOfTheCommand() throws Exception {
    browser.open(server, "v-sknn", SESSION);
    JsonNode items = explained("v-sknn", SESSION).get("items");
    assertThat(browser.texts(".why > details > summary")).hasSameSizeAs(items);
    for (int i = 0; i < items.size(); i++) {
      String place = ".why > details:nth-of-type(%d) ".formatted(i + 1);
      JsonNode sessions = items.get(i).get("sessions");
      JsonNode said = numbers(place + "li");
      assertThat(said).hasSameSizeAs(sessions);
      for (int s = 0; s < said.size(); s++) {
        same(said.get(s).get(0), sessions.get(s).get("said"));
        same(said.get(s).get(1), sessions.get(s).get("similarity"));
      }
      same(numbers(place + "summary").get(0).get(0), items.get(i).get("score"));
    }
  }

  @Test
  void everyKindOfRunIsShown() throws Exception {
    for (String run : PageServer.RUNS) {
      browser.open(server, run, SESSION);
      assertThat(browser.find(".why table, .why details").isDisplayed()).as(run).isTrue();
      assertThat(browser.find("#trouble").isDisplayed()).as(run).isFalse();
      assertThat(browser.complaints()).as(run).isEmpty();
    }
  }

  /** Waits until one item is found. */
  private void untilFound(String item) throws InterruptedException {
    browser.until(
        "[...document.querySelectorAll('#results button')].map(b => b.textContent).join()"
            + " === arguments[0]",
        item);
  }

  @Test
  void itemsAreFoundByIdAndTitle() throws Exception {
    browser.open(server.address());
    browser.until(FOUND + "'Most clicked:'");
    browser.find("#query").sendKeys("item 12");
    untilFound("Model No. 12 item 12");
    assertThat(browser.texts("#found")).containsExactly("1 item:");
    browser.find("#query").clear();
    browser.find("#query").sendKeys("no 3 mod");
    untilFound("Model No. 3 item 3");
    browser.find("#query").sendKeys("x");
    browser.until(FOUND + "'Nothing begins with “no 3 modx”.'");
  }

  @Test
  void clicksMakeASessionTheRankingMovesAndTheWayBackUndoesIt() throws Exception {
    browser.open(server.address());
    browser.untilShown(List.of());
    assertThat(browser.find(".latency").getText()).startsWith("Nothing yet");
    browser.find("#query").sendKeys("no 3");
    untilFound("Model No. 3 item 3");
    browser.find("#results button").click();
    browser.untilShown(List.of("item 3"));
    assertThat(browser.find(".latency").getText()).matches("Answered in [0-9.]+ ms\\.");
    assertThat(browser.texts(".ranking .moved")).isEmpty();
    List<String> before = browser.texts(".ranking .item");
    browser.find("#query").clear();
    browser.find("#query").sendKeys("item 8", Keys.ENTER);
    browser.untilShown(List.of("item 3", "item 8"));
    assertThat(browser.texts(".ranking .item")).hasSize(10).isNotEqualTo(before);
    assertThat(browser.texts(".ranking .moved"))
        .isNotEmpty()
        .allMatch(moved -> moved.matches(" new| [▲▼]\\d+ (up|down) \\d+"));
    assertThat(browser.texts("#clicks li > span")).containsExactly("Model No. 3", "Model No. 8");
    assertThat(browser.script("return location.hash"))
        .isEqualTo("#run=srgnn&item=item+3&item=item+8");
    browser.back();
    browser.untilShown(List.of("item 3"));
    assertThat(browser.texts(".ranking .item")).isEqualTo(before);
  }

  @Test
  void theAddressRestoresWhatWasShown() throws Exception {
    browser.open(server.address("v-sknn", SESSION) + "&beside=ar&exclude_seen=true");
    browser.untilShown(SESSION);
    assertThat(browser.texts("article h3")).containsExactly("v-sknn", "ar");
    assertThat(browser.texts("#clicks li > span"))
        .containsExactly("Model No. 3", "Model No. 8", "Model No. 3", "Model No. 5");
    assertThat(browser.find("#seen").isSelected()).isTrue();
    assertThat(browser.texts(".ranking .item"))
        .isNotEmpty()
        .doesNotContain("Model No. 3", "Model No. 8", "Model No. 5");
    browser.open(server.address("gone", SESSION));
    browser.untilShown(SESSION);
    browser.until("!document.getElementById('trouble').hidden");
    assertThat(browser.find("#trouble").getText())
        .isEqualTo("No run is served here as gone, which the address names.");
  }

  @Test
  void twoRunsStandSideBySideWithTheirFigures() throws Exception {
    browser.open(server.address("srgnn", SESSION) + "&beside=pop");
    browser.untilShown(SESSION);
    assertThat(browser.json("[...document.querySelectorAll('article')].map(a => a.dataset.run)"))
        .hasToString("[\"srgnn\",\"pop\"]");
    assertThat(
            browser.script(
                "const [left, right] = [...document.querySelectorAll('article')]"
                    + ".map(a => a.getBoundingClientRect());"
                    + "return left.top === right.top && left.right < right.left"))
        .isEqualTo(true);
    browser.find("article .figures summary").click();
    browser.until("document.querySelector('.figures table') !== null");
    assertThat(browser.find(".figures table").getText()).contains("92.06");
  }

  @Test
  void whatGoesWrongIsSaidInWords() throws Exception {
    browser.open(server.address("srgnn", Collections.nCopies(101, "item 3")));
    browser.until("!document.getElementById('trouble').hidden");
    assertThat(browser.find("#trouble").getText())
        .isEqualTo("101 clicks; at most 100 are explained");
    assertThat(browser.texts(".ranking .item")).hasSize(10);
    browser.open(server, "srgnn", SESSION);
    server.close();
    server = null;
    browser.find(".ranking button").click();
    browser.until("!document.getElementById('trouble').hidden");
    assertThat(browser.find("#trouble").getText()).isEqualTo("The server cannot be reached.");
    assertThat(browser.texts(".ranking .item")).isEmpty();
  }

  /** The first search reads all items, in longer perhaps than the server lets anyone wait. */
  @Test
  void whoIsToldToComeAgainDoesSo() throws Exception {
    browser.open(server, "srgnn", SESSION);
    browser.script(
        "window.late = 2; const asked = window.fetch;"
            + "window.fetch = (path, how) => path.startsWith('v1/items?q') && window.late-- > 0"
            + " ? Promise.resolve(new Response('{\"detail\":\"late\"}', { status: 504 }))"
            + " : asked(path, how);");
    browser.find("#query").sendKeys("item 12");
    untilFound("Model No. 12 item 12");
    assertThat(browser.script("return window.late")).isEqualTo(-1L);
    assertThat(browser.find("#trouble").isDisplayed()).isFalse();
  }

  @Test
  void titlesAndIdsAreText() throws Exception {
    List<String> session = List.of(PageServer.SLY, "<img src=x onerror=\"document.title='id'\">");
    StringBuilder shown = new StringBuilder();
    for (String run : PageServer.RUNS) {
      browser.open(server, run, session);
      assertThat(browser.texts("#clicks li > span"))
          .containsExactly(PageServer.SLY_TITLE, session.get(1));
      shown.append(browser.texts("article").get(0));
      assertThat(browser.texts("main img, main b, main i")).as(run).isEmpty();
      assertThat(browser.script("return document.title")).asString().startsWith("sbr:");
      assertThat(browser.complaints()).as(run).isEmpty();
    }
    assertThat(shown).contains(PageServer.SLY_TITLE, "category: <i>boots</i>");
  }

  /** From the search to a click taken away again, another run, and a table, without a mouse. */
  @Test
  void theKeyboardIsEnough() throws Exception {
    browser.open(server.address());
    browser.untilShown(List.of());
    browser.press(Keys.TAB, Keys.TAB);
    assertThat(browser.focused().getDomAttribute("id")).isEqualTo("query");
    browser.press("no 3");
    untilFound("Model No. 3 item 3");
    browser.press(Keys.ARROW_DOWN);
    assertThat(browser.focused().getText()).contains("Model No. 3");
    browser.press(Keys.ENTER);
    browser.untilShown(List.of("item 3"));
    assertThat(browser.texts("#said").get(0)).matches("srgnn: Model No\\..*, after \\d+ ms\\.");
    browser.press(Keys.ENTER);
    browser.untilShown(List.of("item 3", "item 3"));
    browser.find("#clicks button").sendKeys(Keys.ENTER);
    browser.untilShown(List.of("item 3"));
    assertThat(browser.focused().getDomAttribute("aria-label"))
        .isEqualTo("take away click 1, Model No. 3");
    browser.press(Keys.TAB);
    assertThat(browser.focused().getDomAttribute("id")).isEqualTo("run");
    browser.press("v");
    browser.until("document.querySelector('article')?.dataset.run === 'v-sknn'");
    browser.untilShown(List.of("item 3"));
    browser.find("#skip").sendKeys(Keys.ENTER);
    assertThat(browser.focused().getText()).isEqualTo("What comes next");
    browser.find("#clicks button").sendKeys(Keys.ENTER);
    browser.untilShown(List.of());
    assertThat(browser.focused().getText()).isEqualTo("The visitor’s session");
  }

  @Test
  void aServerWithATokenAsksForIt() throws Exception {
    server.close();
    Path file = Files.writeString(folder.resolve("token"), "0123456789abcdef");
    server = new PageServer(Optional.of(BearerToken.read(file)));
    browser.open(server.address());
    browser.until("!document.getElementById('token').hidden");
    assertThat(browser.find("#trouble").isDisplayed()).isFalse();
    assertThat(browser.focused().getDomAttribute("id")).isEqualTo("secret");
    browser.press("wrong", Keys.ENTER);
    browser.until("!document.getElementById('trouble').hidden");
    assertThat(browser.find("#trouble").getText()).contains("token");
    browser.find("#secret").clear();
    browser.find("#secret").sendKeys("0123456789abcdef", Keys.ENTER);
    browser.untilShown(List.of());
    assertThat(browser.find("#token").isDisplayed()).isFalse();
    assertThat(browser.find("#trouble").isDisplayed()).isFalse();
  }
}
