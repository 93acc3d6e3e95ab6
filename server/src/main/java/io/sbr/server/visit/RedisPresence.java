package io.sbr.server.visit;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says when Redis is gone, when it is back, and whether it may have lost what it held. */
final class RedisPresence implements RedisConnectionStateListener {
  private static final Pattern RUN = Pattern.compile("(?m)^run_id:(\\w+)");

  private final String place;
  private final StatefulRedisConnection<String, String> connection;
  private final Consumer<String> notes;
  private volatile long goneSince;
  private volatile String run;
  private volatile boolean over;

  /** Watches a connection that is there. */
  RedisPresence(
      String place, StatefulRedisConnection<String, String> connection, Consumer<String> notes) {
    this.place = place;
    this.connection = connection;
    this.notes = notes;
    run = run(connection.sync().info("server"));
  }

  private static String run(String info) {
    Matcher found = RUN.matcher(info);
    return found.find() ? found.group(1) : "";
  }

  @Override
  public void onRedisDisconnected(RedisChannelHandler<?, ?> channel) {
    if (!over) {
      goneSince = System.nanoTime();
      notes.accept(
          "sessions: redis at %s is gone; what needs it is answered with 503 or 504"
              .formatted(place));
    }
  }

  /** Asks from here, where commands wait for nobody, which start of Redis this is. */
  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> channel, SocketAddress address) {
    double seconds = (System.nanoTime() - goneSince) / 1e9;
    CompletionStage<Long> keys = connection.async().dbsize();
    connection
        .async()
        .info("server")
        .thenCombine(
            keys,
            (info, count) -> {
              String now = run(info);
              String lost =
                  now.equals(run) ? "" : ", started anew: what it had not saved by then is lost";
              run = now;
              notes.accept(
                  String.format(
                      Locale.ROOT,
                      "sessions: redis at %s is back after %.1f s with %,d keys%s",
                      place,
                      seconds,
                      count,
                      lost));
              return null;
            });
  }

  /** Says nothing more. */
  void end() {
    over = true;
  }
}
