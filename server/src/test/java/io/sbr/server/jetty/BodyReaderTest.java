package io.sbr.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.HttpLimits;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.Test;

/** Bodies that come in pieces, without a connection. */
class BodyReaderTest {
  private final BodyRoom room = new BodyRoom(15);
  private final BodyRoom.Share share = room.share();
  private final Deque<Content.Chunk> coming = new ArrayDeque<>();
  private final List<Runnable> demanded = new ArrayList<>();
  private final List<Runnable> alarms = new ArrayList<>();
  private final List<String> outcomes = new ArrayList<>();

  /** Of a type that has a hundred methods, those that are named. */
  private static <T> T only(Class<T> type, Map<String, Function<Object[], ?>> of) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> of.get(method.getName()).apply(args)));
  }

  private Request request() {
    Scheduler scheduler =
        only(
            Scheduler.class,
            Map.of(
                "schedule",
                args -> {
                  Runnable alarm = (Runnable) args[0];
                  alarms.add(alarm);
                  return (Scheduler.Task) () -> alarms.remove(alarm);
                }));
    Components components = only(Components.class, Map.of("getScheduler", args -> scheduler));
    return only(
        Request.class,
        Map.of(
            "getLength", args -> -1L,
            "getHeaders", args -> HttpFields.EMPTY,
            "getComponents", args -> components,
            "read", args -> coming.poll(),
            "demand", args -> demanded.add((Runnable) args[0]) ? null : null));
  }

  private void comes(String text, boolean last) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    coming.add(Content.Chunk.from(bytes, last));
  }

  private void read() {
    BodyReader.read(
        request(),
        HttpLimits.DEFAULT.withBody(10),
        share,
        new BodyReader.Outcome() {
          @Override
          public void read(byte[] body) {
            outcomes.add(new String(body, StandardCharsets.US_ASCII));
          }

          @Override
          public void refused(HttpAnswer answer) {
            outcomes.add(Integer.toString(answer.status()));
          }

          @Override
          public void gone(Throwable failure) {
            outcomes.add("gone");
          }
        });
  }

  @Test
  void whatIsThereWithTheHeadersNeedsNoAlarm() {
    comes("all", true);
    read();
    assertThat(outcomes).containsExactly("all");
    assertThat(alarms).isEmpty();
  }

  /** The alarm holds the body: thousands of large ones would be held until it rings. */
  @Test
  void aBodyThatHasComeIsNotHeldUntilTheAlarm() {
    comes("in ", false);
    read();
    assertThat(alarms).hasSize(1);
    comes("two", true);
    demanded.get(0).run();
    assertThat(outcomes).containsExactly("in two");
    assertThat(alarms).isEmpty();
  }

  @Test
  void aBodyThatDoesNotComeIsRefusedOnce() {
    comes("in ", false);
    read();
    alarms.get(0).run();
    comes("two", true);
    demanded.get(0).run();
    assertThat(outcomes).containsExactly("408");
  }

  /** Others are there; when they are over there is room again. */
  @Test
  void aBodyForWhichThereIsNoRoomIsRefused() {
    BodyRoom.Share other = room.share();
    assertThat(other.take(9)).isTrue();
    comes("0123456", true);
    read();
    assertThat(outcomes).containsExactly("503");
    other.giveBack();
    other.giveBack();
    assertThat(other.take(1)).isFalse(); // it is over
    assertThat(room.taken()).isZero();
    comes("0123456", true);
    read();
    assertThat(outcomes).containsExactly("503", "0123456");
    assertThat(room.taken()).isEqualTo(7);
  }

  @Test
  void aBodyThatIsTooLargeIsReadToItsEndAndRefused() {
    comes("0123456789", false);
    comes("0", false);
    read();
    assertThat(outcomes).isEmpty();
    comes("", true);
    demanded.get(0).run();
    assertThat(outcomes).containsExactly("413");
    assertThat(alarms).isEmpty();
  }
}
