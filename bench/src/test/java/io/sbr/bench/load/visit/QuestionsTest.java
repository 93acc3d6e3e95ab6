package io.sbr.bench.load.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.bench.load.drive.Request;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.Vocabulary;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.random.MersenneTwister;
import org.junit.jupiter.api.Test;

/** Requests, byte for byte. */
class QuestionsTest {
  private static final URI SERVER = URI.create("http://127.0.0.1:8080");
  private static final Vocabulary ITEMS = new Vocabulary(List.of("a \"b\"", "ü&1", "c"));

  private static Questions questions(Optional<String> run, Sessions test) {
    return questions(run, List.of(), test);
  }

  private static Questions questions(Optional<String> run, List<String> filters, Sessions test) {
    return new Questions(
        SERVER, run, 5, filters, new Dataset("shop", ITEMS, Sessions.of(new int[] {1, 2}), test));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void allClicksSoFar() {
    Questions questions = questions(Optional.of("knn"), Sessions.of(new int[] {1, 2, 3}));
    assertThat(text(questions.stateless(0, 2)))
        .isEqualTo(
            """
            POST /v1/recommend HTTP/1.1
            Host: 127.0.0.1:8080
            Content-Type: application/json
            Content-Length: 46

            """
                    .replace("\n", "\r\n")
                + "{\"items\":[\"a \\\"b\\\"\",\"ü&1\"],\"k\":5,\"run\":\"knn\"}");
  }

  @Test
  void theLastClickOfAVisitor() {
    Questions questions = questions(Optional.empty(), Sessions.of(new int[] {1, 2, 3}));
    assertThat(text(questions.click("v1", 0, 1)))
        .isEqualTo(
            "GET /v1/recommend?session_id=v1&item_id=%C3%BC%261&user_consent=true&k=5 HTTP/1.1\r\n"
                + "Host: 127.0.0.1:8080\r\n\r\n");
  }

  @Test
  void filtersAreAskedForInBothWays() {
    Questions questions =
        questions(Optional.empty(), List.of("kind=a&b"), Sessions.of(new int[] {3, 2, 3}));
    assertThat(text(questions.stateless(0, 1)))
        .endsWith("{\"items\":[\"c\"],\"k\":5,\"filter\":{\"kind\":[\"a&b\"]}}");
    assertThat(text(questions.click("v1", 0, 0))).contains("&k=5&filter=kind%3Da%26b HTTP/1.1");
  }

  @Test
  void ofALongSessionTheLastClicks() {
    int[] items = new int[600];
    Arrays.fill(items, 3);
    items[0] = 1;
    Questions questions = questions(Optional.empty(), Sessions.of(items));
    assertThat(text(questions.stateless(0, 500))).contains("a \\\"b");
    assertThat(text(questions.stateless(0, 501))).doesNotContain("a \\\"b");
  }

  @Test
  void sessionsAreToldApart() {
    Questions questions = questions(Optional.empty(), Sessions.of(new int[] {1, 2}));
    VisitRequests requests = new VisitRequests(questions, Mode.SESSIONS, 1, new MersenneTwister(1));
    Request first = requests.next();
    requests.done(first);
    Request second = requests.next();
    requests.done(second);
    Request third = requests.next();
    assertThat(session(second)).isEqualTo(session(first));
    assertThat(session(third)).isNotEqualTo(session(first));
  }

  private static String session(Request request) {
    return text(request.bytes()).replaceAll("(?s).*session_id=([^&]*)&.*", "$1");
  }

  @Test
  void thereMustBeTestSessions() {
    assertThatThrownBy(() -> questions(Optional.empty(), Sessions.of()))
        .hasMessageStartingWith("--data shop: has no test part");
  }
}
