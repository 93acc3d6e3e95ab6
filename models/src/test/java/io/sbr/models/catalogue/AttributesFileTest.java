package io.sbr.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Vocabulary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesFileTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("items.csv"), text);
  }

  private AttributesFile.Content read(String text) throws IOException {
    return AttributesFile.read(file(text));
  }

  @Test
  void columnsAreJoinedByTheId() throws IOException {
    AttributesFile.Content content =
        read("title,item_id,category\n\"Boots, high\",A17,shoes\nLaces , B02,\n");
    assertThat(content.note()).isEmpty();
    ItemAttributes attributes = content.attributes();
    assertThat(attributes.columns()).containsExactly("title", "category");
    assertThat(attributes.of("A17"))
        .containsExactly(Map.entry("title", "Boots, high"), Map.entry("category", "shoes"));
    assertThat(attributes.of("B02")).containsExactly(Map.entry("title", "Laces"));
    assertThat(attributes.of("C44")).isEmpty();
    Map<String, Map<String, String>> same = new LinkedHashMap<>(); // its order is the columns'
    same.put("A17", attributes.of("A17"));
    same.put("B02", Map.of("title", "Laces", "category", ""));
    assertThat(attributes).isEqualTo(ItemAttributes.of(same)).isNotEqualTo(ItemAttributes.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a;b;sku\n1;2,5;x\n", "a\tb\tsku\n1\t2,5\tx\n", "\uFEFFsku,a,b\nx,1,\"2,5\""})
  void delimitersAndMarksAreSeen(String text) throws IOException {
    assertThat(read(text).attributes().of("x"))
        .containsExactly(Map.entry("a", "1"), Map.entry("b", "2,5"));
  }

  @ParameterizedTest
  @CsvSource({"id|sku, id", "product_id|item, item", "Item ID|id, Item ID", "name|asin, asin"})
  void oneColumnIsTheId(String header, String id) throws IOException {
    List<String> names = List.of(header.split("\\|"));
    ItemAttributes attributes = read(header.replace('|', ',') + "\nx,y\n").attributes();
    assertThat(attributes.columns()).hasSize(1).doesNotContain(id);
    assertThat(attributes.ids()).containsExactly(names.get(0).equals(id) ? "x" : "y");
  }

  @Test
  void packedFilesAreRead() throws IOException {
    Path packed = folder.resolve("items.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("id,title\na,A\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(AttributesFile.read(packed).attributes().of("a")).containsEntry("title", "A");
  }

  @Test
  void badRowsAreLeftOutAndCounted() throws IOException {
    AttributesFile.Content content = read("id,title\na,A\nb\n,C\na,second\nd,D,more\ne,E\n");
    assertThat(content.left()).isEqualTo(4);
    assertThat(content.note().orElseThrow())
        .endsWith(
            "items.csv: 4 of 6 rows were left out, the first at line 3: 1 cell, but 2 columns");
    assertThat(content.attributes().ids()).containsExactlyInAnyOrder("a", "e");
    assertThat(content.attributes().of("a")).containsEntry("title", "A");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|the file is empty",
        "name,title\\n1,2\\n|line 1: the header has no column that is the item's id (item_id, say); it has name, title",
        "sku,asin\\n1,2\\n|line 1: the header has no one column that is the item's id (item_id, say); it has sku, asin",
        "id,a,a\\n1,2,3\\n|line 1: two columns are called \"a\"",
        "id,a,\\n1,2,3\\n|line 1: a column of the header has no name",
        "id,a\\n1,\"x\\n2,y\\n|line 2: the quotes do not pair",
      })
  void whatIsNoTableIsRefused(String text, String message) throws IOException {
    Path file = file(text.replace("\\n", "\n"));
    assertThatThrownBy(() -> AttributesFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    Path none = folder.resolve("none.csv");
    assertThatThrownBy(() -> AttributesFile.read(none))
        .isInstanceOf(DataException.class)
        .hasMessage(none + ": there is no such file");
    Path latin =
        Files.write(
            folder.resolve("latin.csv"), "id,a\nx,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> AttributesFile.read(latin))
        .isInstanceOf(DataException.class)
        .hasMessage(latin + ": not UTF-8 text");
  }

  @Test
  void itemsOfOneSideAloneAreCounted() throws IOException {
    Vocabulary items = new Vocabulary(List.of("a", "b", "c"));
    Catalogue shop = Catalogue.of(read("id,t\na,1\nb,2\nx,3\ny,4\n").attributes());
    assertThat(new RunCatalogue(items, shop).mismatch())
        .contains("item attributes: 2 of 4 items are unknown to the run, and 1 of its 3 have none");
    Vocabulary same = new Vocabulary(List.of("a", "b", "x", "y"));
    assertThat(new RunCatalogue(same, shop).mismatch()).isEmpty();
    assertThat(new RunCatalogue(items, Catalogue.empty()).mismatch()).isEmpty();
  }
}
