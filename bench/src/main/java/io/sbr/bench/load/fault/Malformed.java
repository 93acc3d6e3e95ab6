package io.sbr.bench.load.fault;

import io.sbr.bench.load.drive.HttpText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;

/** Ways to get a request wrong, as bytes. Each spoils a proper one in a place of its own. */
enum Malformed {
  /** Nothing of HTTP. */
  NOISE {
    @Override
    byte[] of(URI url, byte[] proper, RandomGenerator random) {
      byte[] noise = new byte[1 + random.nextInt(2000)];
      random.nextBytes(noise);
      return noise;
    }
  },
  /** Ends too early. */
  CUT {
    @Override
    byte[] of(URI url, byte[] proper, RandomGenerator random) {
      return Arrays.copyOf(proper, random.nextInt(proper.length));
    }
  },
  /** Some bytes are others. */
  CHANGED {
    @Override
    byte[] of(URI url, byte[] proper, RandomGenerator random) {
      byte[] changed = proper.clone();
      for (int i = 1 + random.nextInt(8); i > 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      return changed;
    }
  },
  /** A part stands there twice. */
  REPEATED {
    @Override
    byte[] of(URI url, byte[] proper, RandomGenerator random) {
      int from = random.nextInt(proper.length);
      int length = 1 + random.nextInt(proper.length - from);
      byte[] repeated = Arrays.copyOf(proper, proper.length + length);
      System.arraycopy(proper, from, repeated, from + length, proper.length - from);
      return repeated;
    }
  },
  /** The first line. */
  FIRST_LINE {
    private final List<String> lines =
        List.of(
            "",
            "GET",
            "GET /v1/recommend",
            "GET /v1/recommend HTTP/9.9",
            "GET /v1/recommend HTTP/0.9",
            "GET  /v1/recommend  HTTP/1.1",
            "get /v1/recommend?item_id=1 HTTP/1.1",
            "BREW /v1/recommend HTTP/1.1",
            "CONNECT 127.0.0.1:22 HTTP/1.1",
            "OPTIONS * HTTP/1.1",
            "TRACE / HTTP/1.1",
            "GET http://elsewhere.example/v1/recommend?item_id=1 HTTP/1.1",
            "GET /v1/../../etc/passwd HTTP/1.1",
            "GET /v1/recommend?item_id=%zz HTTP/1.1",
            "GET /v1/recommend?item_id=%c3%28 HTTP/1.1",
            "GET /v1/recommend?item_id=1&item_id=2&k=-1 HTTP/1.1",
            "GET /v1/recommend?item_id=1&k=99999999999 HTTP/1.1",
            "GET /v1/%00 HTTP/1.1",
            "DELETE /v1/sessions/%2F..%2F HTTP/1.1",
            "POST /admin/v1/runs/default/reload HTTP/1.1",
            "GET /" + "x".repeat(100_000) + " HTTP/1.1");

    @Override
    byte[] of(URI url, byte[] proper, RandomGenerator random) {
      return bytes(any(lines, random) + "\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    }
  },
  /** The header. */
  HEADER {
    private final List<String> fields =
        List.of(
            "",
            "Host: a\r\nHost: b\r\n",
            "Host\r\n",
            "Host: a\r\n: nameless\r\n",
            "Host: a\r\n folded\r\n",
            "Host: a\r\nX: \0\r\n",
            "Host: a\r\nX y: z\r\n",
            "Host: a\r\nX: \u00e4\u20ac\r\n",
            "Host: a\nX: y\n",
            "Host: a\r\nExpect: 200-never\r\n",
            "Host: a\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n",
            "Host: a\r\nAuthorization: Bearer " + "y".repeat(20_000) + "\r\n",
            "Host: a\r\n" + "X: y\r\n".repeat(5_000),
            "Host: a\r\nX: " + "y".repeat(200_000) + "\r\n");

    @Override
    byte[] of(URI url, byte[] proper, RandomGenerator random) {
      return bytes("GET /v1/recommend?item_id=1 HTTP/1.1\r\n" + any(fields, random) + "\r\n");
    }
  },
  /** How long the body is. */
  LENGTH {
    private final List<String> fields =
        List.of(
            "Content-Length: -1",
            "Content-Length: +5",
            "Content-Length: five",
            "Content-Length: 99999999999999999999",
            "Content-Length: 1\r\nContent-Length: 2",
            "Content-Length: 5, 5",
            "Content-Length: 10000",
            "Content-Length: 3",
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked, identity",
            "Content-Encoding: gzip\r\nContent-Length: 5");

    @Override
    byte[] of(URI url, byte[] proper, RandomGenerator random) {
      return bytes(POST + any(fields, random) + "\r\n\r\n{\"items\":[\"1\"]}");
    }
  },
  /** The chunks that a body comes in. */
  CHUNKS {
    private final List<String> bodies =
        List.of(
            "zz\r\n{}\r\n0\r\n\r\n",
            "-2\r\n{}\r\n0\r\n\r\n",
            "ffffffffffffffff\r\n{}\r\n0\r\n\r\n",
            "2\r\n{}{}{}\r\n0\r\n\r\n",
            "2\n{}\n0\n\n",
            "2;" + "x".repeat(50_000) + "\r\n{}\r\n0\r\n\r\n",
            "2\r\n{}",
            "2\r\n{}\r\n0\r\nTrailer without colon\r\n\r\n");

    @Override
    byte[] of(URI url, byte[] proper, RandomGenerator random) {
      return bytes(POST + "Transfer-Encoding: chunked\r\n\r\n" + any(bodies, random));
    }
  },
  /** The JSON. */
  JSON {
    private final List<String> bodies =
        List.of(
            "",
            "null",
            "[]",
            "\"\"",
            "{",
            "{}{}",
            "{\"items\"}",
            "{\"items\":}",
            "{\"items\":null}",
            "{\"items\":{}}",
            "{\"items\":[null]}",
            "{\"items\":[1.5]}",
            "{\"items\":[true]}",
            "{\"items\":[[\"1\"]]}",
            "{\"items\":[\"\"]}",
            "{\"items\":[1e999]}",
            "{\"items\":[" + "9".repeat(50_000) + "]}",
            "{\"items\":[\"\\ud800\"]}",
            "{\"items\":[\"\0\"]}",
            "{\"items\":[\"1\"],\"items\":[\"2\"]}",
            "{\"items\":[\"1\"],\"itmes\":[\"2\"]}",
            "{\"items\":[\"1\"],\"k\":0}",
            "{\"items\":[\"1\"],\"k\":1e9}",
            "{\"items\":[\"1\"],\"k\":2147483648}",
            "{\"items\":[\"1\"],\"k\":\"many\"}",
            "{\"items\":[\"1\"],\"times\":[\"yesterday\"]}",
            "{\"items\":[\"1\"],\"times\":[-9223372036854775808]}",
            "{\"items\":[\"1\"],\"durations\":[\"NaN\"]}",
            "{\"items\":[\"1\"],\"durations\":[-1]}",
            "{\"items\":[\"1\"],\"user\":{}}",
            "{\"items\":[\"1\"],\"run\":\"../..\"}",
            "{\"items\":[\"1\"],\"unknown\":\"maybe\"}",
            "{\"items\":[" + "\"1\",".repeat(10_000) + "\"1\"]}",
            "[".repeat(100_000),
            "{\"items\":".repeat(20_000),
            "\ufeff{\"items\":[\"1\"]}");

    @Override
    byte[] of(URI url, byte[] proper, RandomGenerator random) {
      String target = random.nextBoolean() ? "/v1/recommend" : "/v1/recommend/batch";
      byte[] request = HttpText.post(url, target, any(bodies, random));
      if (random.nextInt(8) == 0) {
        request[request.length - 1] = (byte) 0xc3; // begins a letter in UTF-8, and nothing follows
      }
      return request;
    }
  };

  private static final String POST =
      "POST /v1/recommend HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

  /**
   * One request.
   *
   * @param url of the server
   * @param proper one that would be answered
   */
  abstract byte[] of(URI url, byte[] proper, RandomGenerator random);

  private static String any(List<String> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
