package io.sbr.cli.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window, as Debian packages it. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Of Selenium, which says more than a test needs. Held, or its level is forgotten. */
  private static final Logger LIBRARY = Logger.getLogger("org.openqa.selenium");

  private static final Set<String> USABLE =
      Set.of(
          "button",
          "link",
          "searchbox",
          "textbox",
          "checkbox",
          "combobox",
          "table",
          "image",
          "region",
          "article",
          "DisclosureTriangle");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts one; where there is none the test is skipped and says so, or fails with {@code
   * REQUIRE_BROWSER=true} in the environment.
   */
  static Browser start() {
    Path chromium = program("chromium");
    Path control = program("chromedriver");
    if (chromium == null || control == null) {
      String reason = "no chromium with its chromedriver on this machine";
      if (Boolean.parseBoolean(System.getenv("REQUIRE_BROWSER"))) {
        throw new AssertionError(reason + ", and REQUIRE_BROWSER=true");
      }
      System.out.println("skipped: " + reason);
      Assumptions.abort(reason);
    }
    LIBRARY.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toString());
    // Where tests run as root there is no sandbox to be had; nothing is asked but our own server.
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    options.addArguments("--hide-scrollbars", "--lang=en", "--disable-background-networking");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(control.toFile()).build();
    return new Browser(new ChromeDriver(service, options));
  }

  private static Path program(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** How large the window is, and whether its user likes it dark. */
  void looks(int width, int height, boolean dark) {
    size(width, height);
    prefers("color-scheme", dark ? "dark" : "light");
  }

  private void size(int width, long height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** What its user has chosen, by the name of the media feature after {@code prefers-}. */
  void prefers(String what, String value) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-" + what, "value", value))));
  }

  void open(String url) {
    driver.get("about:blank"); // a change behind the # alone would load nothing
    driver.get(url);
  }

  /** Opens the page and waits for what it says of a session. */
  void open(PageServer server, String run, List<String> items) throws InterruptedException {
    open(server.address(run, items));
    untilShown(items);
  }

  void back() {
    driver.navigate().back();
  }

  /** Waits until all runs on the page have answered a session and explained it. */
  void untilShown(List<String> items) throws InterruptedException {
    until(
        "document.querySelector('article') !== null &&"
            + " [...document.querySelectorAll('article')].every(a => a.dataset.shown ==="
            + " arguments[0])",
        String.join(",", items));
  }

  /** What a script returns. */
  Object script(String body, Object... arguments) {
    return driver.executeScript(body, arguments);
  }

  /** The same as JSON. */
  JsonNode json(String expression) throws IOException {
    return MAPPER.readTree((String) script("return JSON.stringify(" + expression + ")"));
  }

  /** Waits until a script says true. */
  void until(String condition, Object... arguments) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Boolean.TRUE.equals(script("return " + condition, arguments))) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            condition + " did not come true: " + script("return document.body.innerText"));
      }
      Thread.sleep(20);
    }
  }

  /** Presses keys where the focus is. */
  void press(CharSequence... keys) {
    focused().sendKeys(keys);
  }

  /** The text of each element. */
  List<String> texts(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream()
        .map(one -> one.getDomProperty("textContent"))
        .toList();
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  /** What scripts, styles and requests had to complain of since this was asked. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getMessage())
        .toList();
  }

  /** Roles of what one can use and what a screen reader has no name for. */
  List<String> unnamed() {
    Object nodes = driver.executeCdpCommand("Accessibility.getFullAXTree", Map.of()).get("nodes");
    JsonNode tree = MAPPER.valueToTree(nodes);
    return StreamSupport.stream(tree.spliterator(), false)
        .filter(node -> USABLE.contains(node.at("/role/value").asText()))
        .filter(node -> node.at("/name/value").asText().isBlank())
        .map(node -> node.at("/role/value").asText())
        .toList();
  }

  /** The whole page as a picture. */
  void picture(Path file, int width) throws IOException {
    size(width, (Long) script("return document.documentElement.scrollHeight"));
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** Ends it; a driver that does not end by itself is no fault of the page's, and is killed. */
  @Override
  public void close() {
    List<ProcessHandle> started =
        ProcessHandle.current()
            .descendants()
            .filter(one -> one.info().command().orElse("").contains("chrom"))
            .toList();
    try {
      driver.quit();
    } catch (WebDriverException e) {
      System.out.println("chromedriver is killed: " + e.getRawMessage());
      started.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
