package io.signalbox.corridor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;

import io.signalbox.peers.Certificates;
import io.signalbox.peers.Elasticsearch;
import io.signalbox.peers.Packaged;
import io.signalbox.peers.Rsyslog;
import io.signalbox.peers.Snmpd;

/** The whole corridor: a real agent that is polled, and real backends that must hear of it, through the application as it is packaged. */
class CorridorIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;
    private final List<String> slack = new CopyOnWriteArrayList<>();
    private HttpServer slackServer;
    private GreenMail mail;
    private Rsyslog rsyslog;
    private Snmpd snmpd;
    private Elasticsearch elasticsearch;
    private Packaged signalbox;

    @BeforeEach
    void start() throws Exception {
        snmpd = new Snmpd(folder);
        Certificates certificates = new Certificates(folder);
        certificates.make("localhost", "dns:localhost");
        rsyslog = new Rsyslog(Files.createDirectories(folder.resolve("rsyslog")), certificates.certificate("localhost"),
                certificates.key("localhost"));
        elasticsearch = Elasticsearch.shared();
        mail = new GreenMail(ServerSetup.SMTP.dynamicPort().setVerbose(false));
        mail.start();
        slackServer = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        slackServer.createContext("/", exchange -> {
            slack.add(new String(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        slackServer.start();
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("devices.yaml"), """
                defaults: {interval: 300ms, timeout: 300ms, retries: 0, failuresUntilOffline: 3}
                devices:
                  - {id: hp-101, name: Printer-A, host: 127.0.0.1, port: %d, profile: printer}
                """.formatted(snmpd.port));
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("SNMP_ENABLED", "true");
        settings.put("SNMP_DEVICES", folder.resolve("devices.yaml").toString());
        settings.put("TIMER_HEARTBEAT_ENABLED", "false");
        settings.put("SYSLOG_ENABLED", "true");
        settings.put("SYSLOG_HOST", "127.0.0.1");
        settings.put("SYSLOG_PORT", String.valueOf(rsyslog.tcp));
        settings.put("SYSLOG_PROTOCOL", "tcp");
        settings.put("EMAIL_ENABLED", "true");
        settings.put("EMAIL_SMTP_HOST", "127.0.0.1");
        settings.put("EMAIL_SMTP_PORT", String.valueOf(mail.getSmtp().getPort()));
        settings.put("EMAIL_ENCRYPTION", "none");
        settings.put("EMAIL_FROM", "signalbox@example.com");
        settings.put("EMAIL_TO", "ops@example.com");
        settings.put("SLACK_ENABLED", "true");
        settings.put("SLACK_WEBHOOK_URL",
                "http://127.0.0.1:" + slackServer.getAddress().getPort() + "/services/T/B/0123456789abcdef");
        settings.put("ELASTICSEARCH_ENABLED", "true");
        settings.put("ELASTICSEARCH_URL", elasticsearch.url());
        settings.put("ELASTICSEARCH_USERNAME", Elasticsearch.USERNAME);
        settings.put("ELASTICSEARCH_PASSWORD", Elasticsearch.PASSWORD);
        settings.put("ELASTICSEARCH_INDEX_PREFIX", "corridor");
        return settings;
    }

    @AfterEach
    void stop() throws Exception {
        if (signalbox != null) {
            signalbox.close();
        }
        if (snmpd != null) {
            snmpd.unplug();
        }
        if (rsyslog != null) {
            rsyslog.close();
        }
        if (mail != null) {
            mail.stop();
        }
        if (slackServer != null) {
            slackServer.stop(0);
        }
    }

    @Test
    void aPrinterThatGoesAndComesBackIsToldOnceEachToEverybodyEvenIfSignalboxIsKilledInBetween() throws Exception {
        snmpd.plug();
        signalbox = new Packaged(folder, settings()).start();
        await(() -> signalbox.get("/api/v1/backends/slack").contains("healthy"));
        await(() -> Files.exists(signalbox.data().resolve("snmp.db")));
        awaitAnswers();

        snmpd.unplug();
        everybodyHas("printer.offline", "Printer-A is offline", 1);
        signalbox.kill();
        signalbox.start();
        snmpd.plug();
        everybodyHas("printer.online", "Printer-A is online", 1);
        everybodyHas("printer.offline", "Printer-A is offline", 1);

        String online = lines().filter(line -> line.contains("\"printer.online\"")).findFirst().orElseThrow();
        assertThat(new ObjectMapper().readTree(online).at("/data/offline_seconds").asLong()).isBetween(1L, 120L);
        assertThat(slack).hasSize(2);
    }

    /** It must have heard the agent once, or else it does not know that the agent was ever there. */
    private void awaitAnswers() throws IOException {
        String id = "probe";
        await(() -> {
            signalbox.post("application/json",
                    java.net.http.HttpRequest.BodyPublishers
                            .ofString("{\"id\":\"" + id + "\",\"type\":\"corridor.probe\"}"));
            return signalbox.get("/api/v1/events/" + id).contains("\"jsonl\",\"outcome\":\"delivered\"");
        });
    }

    private void everybodyHas(String type, String title, int times) throws IOException {
        await(() -> lines().filter(line -> line.contains("\"type\":\"" + type + "\",\"subject\"")).count() == times);
        await(() -> rsyslog.received().stream().filter(line -> line.contains("msgid=" + type + "|")).count() == times);
        await(() -> slack.stream().filter(message -> message.contains(title)).count() == times);
        await(() -> Stream.of(mail.getReceivedMessages())
                .filter(message -> GreenMailUtil.getHeaders(message).contains(title))
                .count() == times);
        await(() -> found(type) == times);
    }

    private Stream<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(signalbox.data())) {
            for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines.stream();
    }

    private int found(String type) throws IOException {
        elasticsearch.call("POST", "/corridor-*/_refresh", "");
        String answer = elasticsearch.call("GET", "/corridor-*/_count?q=event_type:%22" + type + "%22", "");
        return new ObjectMapper().readTree(answer).path("count").asInt();
    }

    private void await(Callable<Boolean> condition) throws IOException {
        try {
            Awaitility.await().atMost(SOON).ignoreExceptions().until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    e.getMessage() + "\nSignalbox said:\n" + signalbox.log(),
                    e);
        }
    }
}
