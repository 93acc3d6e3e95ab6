package io.sbr.data.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemsFileTest {
  @TempDir Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("items.csv"), content.replace("|", "\n"));
  }

  @Test
  void whatIsWrittenComesBack() throws IOException {
    for (List<String> ids :
        List.of(
            List.<String>of(),
            List.of("7", "boots", "Stiefel, größe 4"),
            List.of("a;b", "say \"hi\"", "two\nlines", " blank ", ""))) {
      Path file =
          Files.write(folder.resolve("items.csv.gz"), ItemsFile.gzipped(new Vocabulary(ids)));
      assertThat(ItemsFile.read(file).ids()).isEqualTo(ids);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "newId;itemId|1;a|2;b|",
        "newId;itemId|1;a|2;b",
        "newId;itemId\r|1;a\r|2;b\r|",
        "newId;itemId|1;a||2;b||",
        "newId;itemId|1;\"a\"|2;b|",
        "number;id|1;a|2;b|"
      })
  void everyFormOfTheSameIsRead(String content) throws IOException {
    assertThat(ItemsFile.read(file(content)).ids()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource({
    "newId;itemId|1;a|3;b|, 3, expected 2;ITEM-ID",
    "newId;itemId|1;a|2|, 3, expected 2;ITEM-ID",
    "newId;itemId|1;a|2;b;c|, 3, expected 2;ITEM-ID",
    "newId;itemId|1;a|2b;|, 3, expected 2;ITEM-ID",
    "newId;itemId|1;a|2;a|, 3, item id a occurs twice"
  })
  void whatIsWrongIsNamedWithItsLine(String content, int line, String words) throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> ItemsFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("line " + line)
        .hasMessageContaining(words);
  }

  @Test
  void onlyThePlainFormIsReadWithoutAParser() {
    assertThat(PlainItems.read("newId;itemId\n1;a\n2;b\n").map(Vocabulary::ids))
        .contains(List.of("a", "b"));
    assertThat(PlainItems.read("newId;itemId\n1;\"a\"\n")).isEmpty();
  }
}
