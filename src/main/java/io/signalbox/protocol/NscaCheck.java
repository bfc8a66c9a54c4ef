package io.signalbox.protocol;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;
import io.signalbox.event.Utf8;

/**
 * Which check's result is an event? That of the service which is named after its problem, at the host which is named after its subject, so
 * that a problem and its end are one service that goes bad and well again.
 */
// The Kamelet nagios-sink names this class.
@RegisterForReflection
public final class NscaCheck implements Processor {
    private static final int OK = 0;
    private static final int WARNING = 1;
    private static final int CRITICAL = 2;
    /** Of a host; 2 would say that it can't be reached for another one's sake. */
    private static final int DOWN = 1;

    private final SubjectTemplate host;
    private final SubjectTemplate service;
    private final List<String> perfData;
    private final int outputLength;

    /**
     * @param perfData
     *            names of fields of data, with commas between them
     * @param outputLength
     *            4096 or 512; texts are Objects, since Camel gives no text that looks like a number to a String
     */
    public NscaCheck(Object host, Object service, Object perfData, int outputLength) {
        if (outputLength != 4096 && outputLength != 512) {
            throw new IllegalArgumentException("outputLength is " + outputLength + "; expected 4096 or 512");
        }
        this.host = new SubjectTemplate(host.toString());
        this.service = new SubjectTemplate(service.toString());
        this.perfData = Stream.of(perfData.toString().split(",")).map(String::strip).filter(name -> !name.isEmpty())
                .toList();
        this.outputLength = outputLength;
    }

    @Override
    public void process(Exchange exchange) throws Refused {
        exchange.getMessage().setBody(of(exchange.getMessage().getBody(Event.class)));
    }

    NscaPacket of(Event event) throws Refused {
        String hostName = name("host", host.line(event), NscaPacket.LONGEST_HOST);
        if (hostName.isEmpty()) {
            throw new Refused("The event names no host for Nagios; has it a subject?");
        }
        String serviceName = name("service", service.line(event), NscaPacket.LONGEST_SERVICE);
        return new NscaPacket(hostName, serviceName, code(event, serviceName.isEmpty()), output(event));
    }

    /** A name that was changed to fit would be that of nothing, and Nagios would drop the result without telling us. */
    private static String name(String what, String line, int longest) throws Refused {
        String name = line.strip();
        if (name.indexOf(';') >= 0) {
            throw new Refused("Nagios has no " + what + " with a semicolon in its name: " + name);
        }
        if (Utf8.length(name) > longest) {
            throw new Refused("NSCA has room for " + longest + " bytes of a " + what + "'s name: " + name);
        }
        return name;
    }

    private static int code(Event event, boolean ofHost) {
        if (event.resolved()) {
            return OK;
        }
        return switch (event.severity()) {
            case DEBUG, INFO -> OK;
            case WARNING -> ofHost ? DOWN : WARNING;
            case ERROR, CRITICAL -> ofHost ? DOWN : CRITICAL;
        };
    }

    /** The text, what else is known, and figures behind a bar; the figures stay whole when the rest is cut. */
    private String output(Event event) {
        String known = Facts.of(event, "").entrySet().stream().map(fact -> fact.getKey() + '=' + fact.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
        String figures = figures(event.data());
        int room = outputLength - 1 - Utf8.length(figures);
        return Utf8.cut(line(Facts.said(event) + known), room) + figures;
    }

    /** One line, or old servers would read the rest as a command; and no bar, behind which Nagios looks for figures. */
    private static String line(String text) {
        return SyslogText.visible(text).replace('|', '¦');
    }

    private String figures(Map<String, Object> data) {
        StringBuilder figures = new StringBuilder();
        for (String name : perfData) {
            if (data.get(name) instanceof Number number) {
                figures.append(figures.isEmpty() ? " | " : " ").append('\'').append(name.replaceAll("['=|]", "_"))
                        .append("'=").append(number);
            }
        }
        return figures.length() < outputLength / 2 ? figures.toString() : "";
    }
}
