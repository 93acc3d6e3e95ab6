package io.sbr.bench.load.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come in pieces. */
class AnswerReaderTest {
  private static final String PLAIN =
      "HTTP/1.1 200 OK\r\nServer: x\r\ncontent-length: 11\r\n\r\nhello world";
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "6;note=1\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n";

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String text(Optional<Answer> answer) {
    return new String(answer.orElseThrow().body(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, CHUNKED})
  void piecesMakeTheSameWhole(String answer) throws ProtocolException {
    AnswerReader reader = new AnswerReader(); // one for all, as a connection has
    for (int first = 0; first < answer.length(); first++) {
      for (int second = first; second < answer.length(); second += 7) {
        assertThat(reader.take(bytes(answer.substring(0, first)))).isEmpty();
        assertThat(reader.take(bytes(answer.substring(first, second)))).isEmpty();
        assertThat(text(reader.take(bytes(answer.substring(second))))).isEqualTo("hello world");
        assertThat(reader.hasBegun()).isFalse();
      }
    }
  }

  @Test
  void aBodyMayEndWithItsConnection() throws ProtocolException {
    AnswerReader reader = new AnswerReader();
    assertThat(reader.take(bytes("HTTP/1.0 404 no\r\n\r\nnot "))).isEmpty();
    assertThat(reader.take(bytes("here"))).isEmpty();
    Optional<Answer> answer = reader.end();
    assertThat(text(answer)).isEqualTo("not here");
    assertThat(answer.orElseThrow().status()).isEqualTo(404);
    assertThat(answer.orElseThrow().last()).isTrue();
  }

  @Test
  void anAnswerThatIsCutIsNone() throws ProtocolException {
    for (String answer : new String[] {PLAIN, CHUNKED}) {
      for (int length = 0; length < answer.length(); length++) {
        AnswerReader reader = new AnswerReader();
        assertThat(reader.take(bytes(answer.substring(0, length)))).isEmpty();
        assertThat(reader.end()).isEmpty();
      }
    }
  }

  @Test
  void noBodyAndTheLastOfAConnection() throws ProtocolException {
    Answer empty = new AnswerReader().take(bytes("HTTP/1.1 204 none\r\n\r\n")).orElseThrow();
    assertThat(empty.body()).isEmpty();
    assertThat(empty.last()).isFalse();
    assertThat(empty.isOk()).isTrue();
    Answer last =
        new AnswerReader()
            .take(bytes("HTTP/1.1 503 x\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n"))
            .orElseThrow();
    assertThat(last.last()).isTrue();
    assertThat(last.isOk()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-server\r\n\r\n",
        "HTTP/1.1 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
        PLAIN + "HTTP/1.1"
      })
  void whatIsNoAnswerIsRefused(String answer) {
    assertThatThrownBy(() -> new AnswerReader().take(bytes(answer)))
        .isInstanceOf(ProtocolException.class);
  }
}
