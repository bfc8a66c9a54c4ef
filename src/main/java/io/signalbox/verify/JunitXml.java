package io.signalbox.verify;

import java.io.StringWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * How is what came of tests told to a build server? As JUnit's XML, a suite a file.
 *
 * @see <a href="https://github.com/testmoapp/junitxml">JUnit XML format</a>
 */
public final class JunitXml {
    private JunitXml() {
    }

    public static String of(List<Checked> checked) {
        Map<String, List<Checked>> files = checked.stream()
                .collect(Collectors.groupingBy(Checked::file, LinkedHashMap::new, Collectors.toList()));
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", "signalbox verify");
            counts(xml, checked);
            for (var file : files.entrySet()) {
                suite(xml, file.getKey(), file.getValue());
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text + "\n";
    }

    private static void counts(XMLStreamWriter xml, List<Checked> checked) throws XMLStreamException {
        long errors = checked.stream().filter(each -> each.error() != null).count();
        long failures = checked.stream().filter(each -> !each.kept()).count() - errors;
        xml.writeAttribute("tests", String.valueOf(checked.size()));
        xml.writeAttribute("failures", String.valueOf(failures));
        xml.writeAttribute("errors", String.valueOf(errors));
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("time", seconds(checked.stream().map(Checked::took).reduce(Duration.ZERO, Duration::plus)));
    }

    private static void suite(XMLStreamWriter xml, String file, List<Checked> checked) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", file);
        counts(xml, checked);
        xml.writeAttribute("file", file);
        for (Checked each : checked) {
            test(xml, each);
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private static void test(XMLStreamWriter xml, Checked checked) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", legal(checked.name()));
        xml.writeAttribute("classname", checked.file().replaceFirst("[.]test[.]yaml$", "").replace('/', '.'));
        xml.writeAttribute("file", checked.file());
        xml.writeAttribute("line", String.valueOf(checked.line()));
        xml.writeAttribute("time", seconds(checked.took()));
        if (checked.error() != null) {
            problem(xml, "error", checked.error(), checked.file() + ":" + checked.line() + ": " + checked.error());
        } else if (!checked.kept()) {
            Mismatch first = checked.mismatches().get(0);
            problem(xml, "failure",
                    first.what() + ": expected " + first.expected() + ", got " + first.got(),
                    checked.mismatches().stream().map(JunitXml::words).collect(Collectors.joining("\n")));
        }
        xml.writeEndElement();
    }

    private static void problem(XMLStreamWriter xml, String kind, String message, String text)
            throws XMLStreamException {
        xml.writeStartElement(kind);
        xml.writeAttribute("type", kind.equals("error") ? "not-tried" : "otherwise");
        xml.writeAttribute("message", legal(message));
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    private static String words(Mismatch each) {
        return each.file() + ":" + each.line() + ": " + each.what() + "\n  expected " + each.expected()
                + "\n  got      " + each.got();
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0);
    }

    /** XML 1.0 has no control characters, whatever a request held. */
    private static String legal(String text) {
        return text.replaceAll("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
    }
}
