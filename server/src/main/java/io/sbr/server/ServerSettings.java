package io.sbr.server;

import io.sbr.server.api.AskLimits;
import io.sbr.server.api.BearerToken;
import io.sbr.server.api.Cors;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.HttpPlace;
import io.sbr.server.serving.ServingSettings;
import io.sbr.server.visit.VisitSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server serves.
 *
 * @param place where visitors are answered
 * @param admin where whoever runs it is answered; empty for nowhere
 * @param token that both ask for; empty for none
 * @param cors pages that may ask from a browser
 * @param http what a client may take
 * @param ask what a request may ask for
 * @param serving how runs are served
 * @param visits how much is kept of visitors
 * @param watch pause between two looks at the folders; empty for no look
 * @param drain most time for what is under way when the server ends
 */
public record ServerSettings(
    HttpPlace place,
    Optional<HttpPlace> admin,
    Optional<BearerToken> token,
    Cors cors,
    HttpLimits http,
    AskLimits ask,
    ServingSettings serving,
    VisitSettings visits,
    Optional<Duration> watch,
    Duration drain) {
  /** What an end waits for at most, unless it is said. */
  public static final Duration DRAIN = Duration.ofSeconds(10);

  /** Everything as it is by default. */
  public static ServerSettings at(HttpPlace place) {
    return new ServerSettings(
        place,
        Optional.empty(),
        Optional.empty(),
        Cors.OFF,
        HttpLimits.DEFAULT,
        AskLimits.DEFAULT,
        ServingSettings.DEFAULT,
        VisitSettings.DEFAULT,
        Optional.empty(),
        DRAIN);
  }
}
