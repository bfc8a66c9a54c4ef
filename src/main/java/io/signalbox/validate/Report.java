package io.signalbox.validate;

import java.util.List;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.signalbox.validate.Finding.Level;

/** How is what was found told: to a person, to a program, to a code scanner, or to GitHub's page of a change? */
public enum Report {
    /** A line each, its place first, so that terminals and editors make a link of it. */
    TEXT {
        @Override
        public String of(List<Finding> found, int files) {
            StringBuilder text = new StringBuilder();
            for (Finding finding : found) {
                text.append(finding.place()).append(": ").append(finding.level() == Level.WARNING ? "warning: " : "")
                        .append(finding.message()).append("\n    ").append(finding.help()).append('\n');
            }
            return text.append(found.isEmpty() ? "Nothing is wrong" : count(found)).append(" in ")
                    .append(files == 1 ? "1 file." : files + " files.").append('\n').toString();
        }
    },
    JSON {
        @Override
        public String of(List<Finding> found, int files) {
            ObjectNode report = MAPPER.createObjectNode().put("files", files);
            ArrayNode findings = report.putArray("findings");
            for (Finding finding : found) {
                findings.addObject().put("file", finding.file()).put("line", finding.line())
                        .put("column", finding.column()).put("level", finding.level().toString())
                        .put("rule", finding.rule()).put("message", finding.message()).put("help", finding.help());
            }
            return report.toPrettyString() + "\n";
        }
    },
    /** Static Analysis Results Interchange Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
    SARIF {
        @Override
        public String of(List<Finding> found, int files) {
            ObjectNode report = MAPPER.createObjectNode().put("version", "2.1.0").put("$schema",
                    "https://json.schemastore.org/sarif-2.1.0.json");
            ObjectNode run = report.putArray("runs").addObject();
            ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "signalbox");
            ArrayNode results = run.put("columnKind", "unicodeCodePoints").putArray("results");
            TreeMap<String, String> rules = new TreeMap<>();
            for (Finding finding : found) {
                rules.put(finding.rule(), finding.help());
                ObjectNode result = results.addObject().put("ruleId", finding.rule()).put("level",
                        finding.level().toString());
                result.putObject("message").put("text", finding.message());
                ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
                place.putObject("artifactLocation").put("uri", finding.file().replace(" ", "%20"));
                place.putObject("region").put("startLine", finding.line()).put("startColumn", finding.column());
            }
            ArrayNode described = driver.putArray("rules");
            rules.forEach((id, help) -> described.addObject().put("id", id).putObject("help").put("text", help));
            return report.toPrettyString() + "\n";
        }
    },
    /** Workflow commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
    GITHUB {
        @Override
        public String of(List<Finding> found, int files) {
            StringBuilder text = new StringBuilder();
            for (Finding finding : found) {
                text.append("::%s file=%s,line=%d,col=%d,title=%s::%s\n".formatted(finding.level(),
                        escaped(finding.file()).replace(":", "%3A").replace(",", "%2C"), finding.line(),
                        finding.column(), finding.rule(), escaped(finding.message() + " (" + finding.help() + ")")));
            }
            return text.toString();
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @param files
     *            how many were looked at
     */
    public abstract String of(List<Finding> found, int files);

    private static String count(List<Finding> found) {
        long errors = found.stream().filter(finding -> finding.level() == Level.ERROR).count();
        long warnings = found.size() - errors;
        String said = errors == 0 ? "" : errors == 1 ? "1 error" : errors + " errors";
        return said + (errors > 0 && warnings > 0 ? ", " : "")
                + (warnings == 0 ? "" : warnings == 1 ? "1 warning" : warnings + " warnings");
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }
}
