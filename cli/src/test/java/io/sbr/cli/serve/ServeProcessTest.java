package io.sbr.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.cli.Cli;
import io.sbr.cli.Main;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server as it is started from a terminal, asked as the documents say. */
@Timeout(120)
class ServeProcessTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path SHOP = ServeOptionsTest.KEPT.resolve("srgnn").toAbsolutePath();

  @TempDir Path folder;

  private Process server;
  private JsonNode said;

  private void start(String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path"))));
    command.addAll(List.of(Main.class.getName(), "serve", "--run", "shop=" + SHOP));
    command.addAll(List.of("--port", "0", "--admin-port", "0", "--warm-up", "10"));
    command.addAll(List.of("--threads", "1", "--deadline", "20000", "--json"));
    command.addAll(List.of(more));
    server =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    said = MAPPER.missingNode();
    while (said.isMissingNode()) {
      assertThat(server.isAlive()).as(err()).isTrue();
      Thread.sleep(20);
      String out = Files.readString(folder.resolve("out"));
      said = out.endsWith("}\n") ? MAPPER.readTree(out) : MAPPER.missingNode();
    }
  }

  private static String absolute(String classPath) {
    return String.join(
        File.pathSeparator,
        Stream.of(classPath.split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  /** The second JVM ends with the first. */
  @AfterEach
  void end() {
    if (server != null) {
      server.destroyForcibly();
    }
  }

  @Test
  void itAnswersAsRecommendDoesAndEndsWithTheSignal() throws Exception {
    start("--access-log", "log");
    HttpClient client = HttpClient.newHttpClient();
    URI recommend = URI.create(said.get("url").asText() + "/v1/recommend");
    String question = "{\"items\":[\"item 3\",\"item 7\",\"x\"],\"k\":5,\"exclude_seen\":true}";
    HttpRequest request =
        HttpRequest.newBuilder(recommend)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(question))
            .build();
    ObjectNode answer =
        (ObjectNode) MAPPER.readTree(client.send(request, BodyHandlers.ofString()).body());
    ObjectNode expected =
        (ObjectNode)
            Cli.run(
                    Stream.of(
                            "recommend --items ITEMS --top 5 --exclude-seen --json --device cpu"
                                + " --no-relaunch --run "
                                + SHOP)
                        .flatMap(line -> Stream.of(line.split(" ")))
                        .map(word -> word.equals("ITEMS") ? "item 3,item 7,x" : word)
                        .toArray())
                .json();
    assertThat(answer.remove("run").asText()).isEqualTo("shop");
    assertThat(answer.remove("version")).isEqualTo(said.at("/runs/0/version"));
    expected.remove(
        List.of("command", "version", "backend", "backend_description", "backend_reason", "run"));
    assertThat(answer).isEqualTo(expected);

    server.destroy();
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(143);
    assertThat(err()).contains("backend: cpu").contains("ending: answering what is under way");
    List<String> log = Files.readAllLines(folder.resolve("log"));
    assertThat(log).hasSize(1);
    assertThat(MAPPER.readTree(log.get(0)).get("route").asText()).isEqualTo("/v1/recommend");
  }

  /** Whatever ends the server, what was withdrawn is withdrawn at the next start. */
  @Test
  void whatIsWithdrawnOutlastsTheServerAndThePageCanBeLeftOut() throws Exception {
    start("--withdrawn", "withdrawn.json", "--no-page");
    assertThat(err()).contains("0 items are withdrawn, by withdrawn.json");
    HttpClient client = HttpClient.newHttpClient();
    URI withdrawn = URI.create(said.get("admin_url").asText() + "/admin/v1/withdrawn");
    HttpRequest request =
        HttpRequest.newBuilder(withdrawn)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"withdraw\":[\"item 3\"]}"))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(status(client, "/")).isEqualTo(404);
    server.destroyForcibly().waitFor();
    start("--withdrawn", "withdrawn.json");
    assertThat(err()).contains("1 item is withdrawn, by withdrawn.json");
    assertThat(status(client, "/")).isEqualTo(200);
    withdrawn = URI.create(said.get("admin_url").asText() + "/admin/v1/withdrawn");
    HttpRequest look = HttpRequest.newBuilder(withdrawn).build();
    assertThat(MAPPER.readTree(client.send(look, BodyHandlers.ofString()).body()))
        .hasToString("{\"withdrawn\":[\"item 3\"]}");
  }

  private int status(HttpClient client, String path) throws Exception {
    URI place = URI.create(said.get("url").asText() + path);
    HttpRequest request = HttpRequest.newBuilder(place).build();
    return client.send(request, BodyHandlers.ofString()).statusCode();
  }

  /** Every line of curl in README, the documents and the help, asked of this server. */
  @Test
  void theLinesOfTheDocumentsWork() throws Exception {
    Cli.assume(works("curl --version"), "there is no curl");
    Files.writeString(
        folder.resolve("items.csv"), "item_id,category,available\nitem 3,shoes,true\n");
    start("--attributes", "items.csv");
    Files.writeString(folder.resolve("token"), "0123456789abcdef");
    List<String> lines = new ArrayList<>();
    for (String text :
        List.of(
            Files.readString(Path.of("..", "README.md")),
            Files.readString(Path.of("..", "docs", "serving.md")),
            Cli.run("serve", "--help").out())) {
      text.replaceAll("\\\\\\R\\s*", "")
          .lines()
          .filter(line -> line.startsWith("curl "))
          .forEach(lines::add);
    }
    assertThat(lines).hasSizeGreaterThan(9);
    for (String line : lines) {
      String here =
          line.replace("curl ", "curl -sS --fail-with-body -o answer ")
              .replace("[\"A17\",", "[\"item 3\",") // what is not known cannot be explained
              .replace("http://127.0.0.1:8080", said.get("url").asText())
              .replace("http://127.0.0.1:8081", said.get("admin_url").asText());
      assertThat(here).doesNotContain(":8080", ":8081");
      assertThat(works(here)).as(line + ": " + Files.readString(folder.resolve("curl"))).isTrue();
    }
  }

  private boolean works(String command) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("curl").toFile())
            .start();
    return process.waitFor() == 0;
  }
}
