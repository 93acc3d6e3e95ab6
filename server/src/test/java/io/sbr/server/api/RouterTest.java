package io.sbr.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.HttpRequest;
import io.sbr.server.metrics.ServerMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouterTest {
  /** What an exception says may quote the request; where it came from helps and tells of nobody. */
  @Test
  void aFailureOfTheServersOwnIsToldWithItsPlaceAndWithoutWhatItQuotes() {
    List<String> heard = new ArrayList<>();
    Router router =
        new Router(
            List.of(Route.atOnce("GET", "/number", true, call -> number(call.request().query()))),
            Optional.empty(),
            Cors.OFF,
            new ServerMetrics(),
            AccessLog.OFF,
            () -> false,
            heard::add);
    HttpRequest request =
        new HttpRequest("GET", "/number", "secret", name -> null, new byte[0], System.nanoTime());
    HttpAnswer answer = router.handle(request, Runnable::run).toCompletableFuture().join();
    assertThat(answer.status()).isEqualTo(500);
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0))
        .startsWith("java.lang.NumberFormatException at io.sbr.server.api.RouterTest.number(")
        .doesNotContain("secret");
  }

  private static HttpAnswer number(String text) {
    return HttpAnswer.empty(Integer.parseInt(text));
  }
}
