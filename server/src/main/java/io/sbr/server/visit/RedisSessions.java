package io.sbr.server.visit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sessions in Redis, which any number of servers share: a list of clicks for each, added to by one
 * script, so that two servers add to a session at once and no click is lost. A command is sent
 * once: one that was under way when the connection broke fails, and is not repeated, as a click
 * that counts twice would be a wrong answer.
 */
public final class RedisSessions implements SessionStore {
  private static final String PREFIX = "sbr:session:";

  /** ARGV: most clicks, milliseconds until they are forgotten, clicks. */
  private static final String ADD =
      "redis.call('RPUSH', KEYS[1], unpack(ARGV, 3)) "
          + "redis.call('LTRIM', KEYS[1], '-' .. ARGV[1], -1) "
          + "return redis.call('PEXPIRE', KEYS[1], ARGV[2])";

  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int THREADS = 2;

  private final VisitSettings settings;
  private final ClientResources resources;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final RedisPresence presence;

  private RedisSessions(
      VisitSettings settings, ClientResources resources, RedisURI place, Consumer<String> notes) {
    this.settings = settings;
    this.resources = resources;
    client = RedisClient.create(resources, place);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled(PATIENCE))
            .replayFilter(command -> true) // out of what is sent again
            .build());
    connection = client.connect();
    presence = new RedisPresence(place.getHost() + ":" + place.getPort(), connection, notes);
    client.addListener(presence);
  }

  /**
   * Connects.
   *
   * @param url such as {@code redis://127.0.0.1:6379/0}, or {@code rediss://} for TLS
   * @param settings how long sessions are kept and how many clicks of each; how many sessions there
   *     may be is Redis's own setting
   * @param notes gets a line when Redis is gone, and when it is back
   * @throws IllegalArgumentException in one line, if the URL is none or Redis cannot be reached
   */
  public static RedisSessions open(String url, VisitSettings settings, Consumer<String> notes) {
    RedisURI place = RedisURI.create(url);
    ClientResources resources =
        ClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .reconnectDelay(Delay.constant(PAUSE))
            .build();
    try {
      return new RedisSessions(settings, resources, place, notes);
    } catch (RedisException e) {
      resources.shutdown(0, 1, TimeUnit.SECONDS);
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          "redis at %s:%d cannot be used: %s"
              .formatted(place.getHost(), place.getPort(), cause.getMessage()),
          e);
    }
  }

  /** Whether Redis can be reached now. */
  public boolean isThere() {
    return connection.isOpen();
  }

  @Override
  public CompletionStage<Visit> with(String id, Visit more) {
    return connection
        .async()
        .lrange(PREFIX + id, 0, -1)
        .handle(
            (clicks, failure) -> {
              if (failure != null) {
                throw new SessionsUnavailableException(false, failure); // it was only read
              }
              return visit(clicks).then(more, settings.clicks());
            });
  }

  @Override
  public CompletionStage<Void> add(String id, Visit more) {
    List<String> values = new ArrayList<>();
    values.add(Integer.toString(settings.clicks()));
    values.add(Long.toString(settings.expiry().toMillis()));
    for (int c = 0; c < more.items().size(); c++) {
      values.add(more.times().get(c).toEpochMilli() + ":" + more.items().get(c));
    }
    String[] keys = {PREFIX + id};
    return done(
        redis -> redis.eval(ADD, ScriptOutputType.INTEGER, keys, values.toArray(String[]::new)));
  }

  @Override
  public CompletionStage<Void> forget(String id) {
    return done(redis -> redis.del(PREFIX + id));
  }

  private CompletionStage<Void> done(
      Function<RedisAsyncCommands<String, String>, CompletionStage<?>> command) {
    if (!connection.isOpen()) {
      return CompletableFuture.failedFuture(new SessionsUnavailableException(false, null));
    }
    return command
        .apply(connection.async())
        .handle(
            (result, failure) -> {
              if (failure != null) {
                boolean refused = failure instanceof RedisCommandExecutionException;
                throw new SessionsUnavailableException(!refused, failure);
              }
              return null;
            });
  }

  private static Visit visit(List<String> clicks) {
    List<String> items = new ArrayList<>(clicks.size());
    List<Instant> times = new ArrayList<>(clicks.size());
    for (String click : clicks) {
      int colon = click.indexOf(':');
      times.add(Instant.ofEpochMilli(Long.parseLong(click.substring(0, colon))));
      items.add(click.substring(colon + 1));
    }
    return new Visit(items, times);
  }

  @Override
  public void close() {
    presence.end();
    connection.close();
    client.shutdown(0, 1, TimeUnit.SECONDS);
    resources.shutdown(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
