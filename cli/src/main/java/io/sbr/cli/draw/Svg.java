package io.sbr.cli.draw;

import java.io.StringWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes SVG elements; the XML library escapes. Numbers get one decimal. */
public final class Svg {
  private static final String FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif";

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  /** An empty document. */
  public Svg() {
    try {
      xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins a white picture of that size with a title for whoever cannot see it. */
  public static Svg picture(double width, double height, String title) {
    Svg svg = new Svg();
    svg.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "width",
        width,
        "height",
        height,
        "viewBox",
        "0 0 " + number(width) + " " + number(height),
        "role",
        "img",
        "font-family",
        FONT);
    svg.element("title", title);
    svg.rect(0, 0, width, height, "#ffffff");
    return svg;
  }

  /** Begins an element with attributes: name, value, name, value… */
  public Svg open(String element, Object... attributes) {
    return write(
        () -> {
          xml.writeStartElement(element);
          attributes(attributes);
        });
  }

  /** Ends the element begun last. */
  public Svg close() {
    return write(
        () -> {
          xml.writeEndElement();
          xml.writeCharacters("\n");
        });
  }

  /** An element with nothing in it. */
  public Svg shape(String element, Object... attributes) {
    return write(
        () -> {
          xml.writeEmptyElement(element);
          attributes(attributes);
          xml.writeCharacters("\n");
        });
  }

  /** An element with text in it. */
  public Svg element(String element, String content, Object... attributes) {
    open(element, attributes);
    write(() -> xml.writeCharacters(Labels.clean(content)));
    return close();
  }

  /** A filled rectangle. */
  public Svg rect(double x, double y, double width, double height, String fill) {
    return shape("rect", "x", x, "y", y, "width", width, "height", height, "rx", "1", "fill", fill);
  }

  /** Text at a place. */
  public Svg text(double x, double y, Lettering kind, String content) {
    return text(kind, content, "x", x, "y", y);
  }

  /** Text with more attributes. */
  public Svg text(Lettering kind, String content, Object... attributes) {
    Object[] all =
        Stream.concat(Arrays.stream(attributes), Arrays.stream(kind.attributes())).toArray();
    return element("text", content, all);
  }

  private void attributes(Object... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      xml.writeAttribute(
          (String) attributes[i],
          value instanceof Double number ? number(number) : Labels.clean(value.toString()));
    }
  }

  /** One decimal. */
  public static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private interface Writing {
    void write() throws XMLStreamException;
  }

  private Svg write(Writing writing) {
    try {
      writing.write();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("no SVG", e);
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
