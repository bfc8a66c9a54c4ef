package io.signalbox.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What build servers read. */
class JunitXmlTest {
    private static final Checked KEPT = new Checked("routes/a.test.yaml", 3, "it is <told> & kept", List.of(), null,
            Duration.ofMillis(1500));
    private static final Checked FAILED = new Checked("routes/a.test.yaml", 7, "a \"jam\"",
            List.of(new Mismatch("routes/a.test.yaml", 9, "outcome", "delivered", "filtered (types=x)"),
                    new Mismatch("routes/a.test.yaml", 10, "body", "a\u0001b", "]]>")),
            null, Duration.ofMillis(20));
    private static final Checked UNTRIED = new Checked("routes/kamelets/b.test.yaml", 2, "c", List.of(),
            "there is no sink \"slak\"", Duration.ZERO);

    @Test
    void aSuiteIsAFileAndItsCountsAreThoseOfItsTests() throws Exception {
        Element suites = read(JunitXml.of(List.of(KEPT, FAILED, UNTRIED)));

        assertThat(suites.getTagName()).isEqualTo("testsuites");
        assertThat(counts(suites)).containsExactly("3", "1", "1", "0");
        Element suite = child(suites, "testsuite", 0);
        assertThat(suite.getAttribute("name")).isEqualTo("routes/a.test.yaml");
        assertThat(counts(suite)).containsExactly("2", "1", "0", "0");
        assertThat(suite.getAttribute("time")).isEqualTo("1.520");
        assertThat(counts(child(suites, "testsuite", 1))).containsExactly("1", "0", "1", "0");
        assertThat(suites.getElementsByTagName("testcase").getLength()).isEqualTo(3);
    }

    @Test
    void aFailureSaysWhatIsOtherwiseAndWhere() throws Exception {
        Element suites = read(JunitXml.of(List.of(KEPT, FAILED, UNTRIED)));

        Element kept = child(suites, "testcase", 0);
        assertThat(kept.getAttribute("name")).isEqualTo("it is <told> & kept");
        assertThat(kept.getAttribute("classname")).isEqualTo("routes.a");
        assertThat(kept.getAttribute("file")).isEqualTo("routes/a.test.yaml");
        assertThat(kept.getAttribute("line")).isEqualTo("3");
        assertThat(kept.getElementsByTagName("failure").getLength()).isZero();
        Element failure = child(child(suites, "testcase", 1), "failure", 0);
        assertThat(failure.getAttribute("message"))
                .isEqualTo("outcome: expected delivered, got filtered (types=x)");
        assertThat(failure.getTextContent()).isEqualTo("""
                routes/a.test.yaml:9: outcome
                  expected delivered
                  got      filtered (types=x)
                routes/a.test.yaml:10: body
                  expected a\uFFFDb
                  got      ]]>""");
        Element error = child(child(suites, "testcase", 2), "error", 0);
        assertThat(error.getAttribute("message")).isEqualTo("there is no sink \"slak\"");
    }

    private static List<String> counts(Element element) {
        return List.of(element.getAttribute("tests"), element.getAttribute("failures"), element.getAttribute("errors"),
                element.getAttribute("skipped"));
    }

    private static Element child(Element of, String name, int place) {
        return (Element) of.getElementsByTagName(name).item(place);
    }

    private static Element read(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))).getDocumentElement();
    }
}
