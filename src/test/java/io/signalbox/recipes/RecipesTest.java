package io.signalbox.recipes;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;

import io.signalbox.bus.DeadLetter;
import io.signalbox.event.Catalogue;
import io.signalbox.event.Event;
import io.signalbox.sinks.RouteBeans;
import io.signalbox.validate.Settings;
import io.signalbox.validate.Validation;
import io.signalbox.verify.Verification;

/** Does each recipe of {@code docs/recipes} do what its page says, to a real peer, and nothing besides? */
class RecipesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OFFLINE = "{'type':'printer.offline','subject':'hp-101','tags':['production'],"
            + "'data':{'printer_department':'Engineering','printer_location':'Building 1','missed_polls':3}}";
    private static final String ONLINE = "{'type':'printer.online','subject':'hp-101','tags':['production'],"
            + "'data':{'printer_department':'Engineering'}}";
    private static final String IN_SALES = "{'type':'printer.offline','subject':'brother-103',"
            + "'data':{'printer_department':'Sales'}}";
    private static final String LOCKED = "{'type':'security.account_locked','subject':'jane'}";

    private final WireMockServer peer = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());

    @TempDir
    Path routes;

    @BeforeEach
    void open() {
        peer.start();
        peer.stubFor(any(anyUrl()).willReturn(ok()));
    }

    @AfterEach
    void close() {
        peer.stop();
    }

    private Recipes recipes(Map<String, String> settings, String... files) throws Exception {
        return new Recipes(routes, settings, files);
    }

    private String url(String path) {
        return peer.baseUrl() + path;
    }

    /** The bodies that a path got, in the order in which they came. */
    private List<JsonNode> got(String path) {
        return peer.getAllServeEvents().stream().map(event -> event.getRequest())
                .filter(request -> request.getUrl().equals(path)).map(request -> json(request.getBodyAsString()))
                .collect(java.util.stream.Collectors.collectingAndThen(java.util.stream.Collectors.toList(), list -> {
                    java.util.Collections.reverse(list);
                    return list;
                }));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(text, e);
        }
    }

    @Test
    void theRecipesAreValidBesideOurOwnRoutesWithEachOfThemSwitchedOn() throws Exception {
        Recipes.copy(Path.of("routes"), routes);
        Recipes.copy(Recipes.FOLDER, routes);
        Map<String, String> environment = new HashMap<>();
        try (Stream<Path> files = Files.walk(Recipes.FOLDER)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".camel.yaml")).toList()) {
                Matcher setting = Pattern.compile("[{][{]([a-z-]+[.](?:enabled|[a-z-]*url|topic))\\b")
                        .matcher(Files.readString(file));
                while (setting.find()) {
                    environment.put(setting.group(1).toUpperCase().replaceAll("[.-]", "_"),
                            setting.group(1).endsWith("enabled") ? "true" : "https://example.org");
                }
            }
        }

        assertThat(environment).containsEntry("NTFY_ENABLED", "true").hasSizeGreaterThan(15);
        assertThat(new Validation(Catalogue.load()).check(Validation.read(routes),
                Settings.of(Path.of("application.properties"), environment))).isEmpty();
    }

    @Test
    void theRecipesKeepTheirOwnTests() throws Exception {
        Recipes.copy(Path.of("routes"), routes);
        Recipes.copy(Recipes.FOLDER, routes);
        try (CamelContext beans = RouteBeans.camel();
                Verification verification = new Verification(beans, Catalogue.load(), routes,
                        Settings.of(Path.of("application.properties"), Map.of())::value)) {
            List<Path> files = Verification.files(Recipes.FOLDER);
            assertThat(files).hasSizeGreaterThan(3);
            for (Path file : files) {
                assertThat(verification.check(routes.resolve(Recipes.FOLDER.relativize(file)), name -> true))
                        .isNotEmpty().allSatisfy(checked -> {
                            assertThat(checked.error()).isNull();
                            assertThat(checked.mismatches()).isEmpty();
                        });
            }
        }
    }

    @Test
    void aHookIsCalledForItsOwnTypeAndForNoOther() throws Exception {
        try (Recipes recipes = recipes(
                Map.of("lockout-hook.enabled", "true", "lockout-hook.url", url("/hook")), "backends/lockout-hook")) {
            recipes.send(OFFLINE, LOCKED, "{'type':'security.login_failed','subject':'jane'}");

            assertThat(got("/hook")).singleElement()
                    .satisfies(body -> assertThat(body.path("type").asText()).isEqualTo("security.account_locked"));
        }
    }

    @Test
    void failedJobsGoToTheDeskLongOnesToThePlannersAndTheOthersNowhere() throws Exception {
        try (Recipes recipes = recipes(Map.of("jobs-desk.enabled", "true", "jobs-desk.duty-url", url("/duty"),
                "jobs-desk.planners-url", url("/planners")), "backends/jobs-desk")) {
            recipes.send("{'type':'job.failed','subject':'1','data':{'status':'failed'}}",
                    "{'type':'job.completed','subject':'2','data':{'status':'ok','duration_s':7200}}",
                    "{'type':'job.completed','subject':'3','data':{'status':'ok','duration_s':20}}",
                    "{'type':'wafer.job.started','subject':'4'}", OFFLINE);

            assertThat(got("/duty")).extracting(body -> body.path("subject").asText()).containsExactly("1");
            assertThat(got("/planners")).extracting(body -> body.path("subject").asText()).containsExactly("2");
            assertThat(recipes.backend("jobs-desk").failures()).isZero();
        }
    }

    @Test
    void theOldConsoleGetsItsOwnWordsAndNothingElseOfTheEvent() throws Exception {
        try (Recipes recipes = recipes(Map.of("legacy-console.enabled", "true", "legacy-console.url", url("/console")),
                "backends/legacy-console")) {
            recipes.send("{'type':'printer.offline','subject':'hp-101','time':'2026-11-21T08:00:00Z',"
                    + "'data':{'printer_location':'Building \\'1','owner':'jane','missed_polls':3}}"
                            .replace("\\'", "\\\""),
                    "{'type':'system.info','severity':'info'}");

            assertThat(got("/console")).containsExactly(json("""
                    {"timestamp": "2026-11-21T08:00:00Z", "severity": "warning", "message": "hp-101 Offline (hp-101)",
                     "where": "Building \\"1", "missed_polls": 3}"""));
        }
    }

    @Test
    void twoInstancesOfAKindHearEachWhatItAskedFor() throws Exception {
        try (Recipes recipes = recipes(
                Map.of("slack-operations.enabled", "true", "slack-operations.webhook-url", url("/operations"),
                        "slack-security.enabled", "true", "slack-security.webhook-url", url("/security")),
                "backends/slack-operations", "backends/slack-security")) {
            recipes.send(OFFLINE, LOCKED, IN_SALES, ONLINE);

            assertThat(got("/operations")).extracting(JsonNode::toString).hasSize(2)
                    .allSatisfy(text -> assertThat(text).contains("hp-101"));
            assertThat(got("/security")).singleElement()
                    .satisfies(body -> assertThat(body.toString()).contains("jane"));
        }
    }

    @Test
    void aDepartmentHearsOfItsOwnPrintersAndOfTheirReturn() throws Exception {
        try (Recipes recipes = recipes(
                Map.of("engineering-desk.enabled", "true", "engineering-desk.webhook-url", url("/desk")),
                "backends/engineering-desk")) {
            recipes.send(IN_SALES, OFFLINE, "{'type':'printer.offline','subject':'nobodys'}", ONLINE, LOCKED);

            assertThat(got("/desk?wait=true")).extracting(JsonNode::toString).hasSize(2)
                    .allSatisfy(text -> assertThat(text).contains("hp-101"));
        }
    }

    @Test
    void inQuietHoursOnlyWhatIsCriticalIsTold() throws Exception {
        String critical = "{'type':'system.critical','severity':'critical','subject':'db'}";
        try (Recipes recipes = recipes(day("slack-day.hours", another()), "backends/slack-day")) {
            recipes.send(OFFLINE, critical);
            assertThat(got("/day")).singleElement().satisfies(body -> assertThat(body.toString()).contains("db"));
        }
    }

    @Test
    void byDayEverythingThatAlertsIsTold() throws Exception {
        try (Recipes recipes = recipes(day("slack-day.hours", "0..23"), "backends/slack-day")) {
            recipes.send(OFFLINE, "{'type':'printer.jam','subject':'hp-101'}");
            assertThat(got("/day")).singleElement().satisfies(body -> assertThat(body.toString()).contains("Offline"));
        }
    }

    private Map<String, String> day(String name, String value) {
        return Map.of("slack-day.enabled", "true", "slack-day.webhook-url", url("/day"), "slack-day.zone", "UTC", name,
                value);
    }

    /** Hours in which it is not now, nor will be before the test ends. */
    private static String another() {
        int hour = (ZonedDateTime.now(ZoneOffset.UTC).getHour() + 6) % 24;
        return hour + ".." + hour;
    }

    @Test
    void aSinkOfOnesOwnSpeaksItsPeersLanguageAndWhatIsRefusedIsKept() throws Exception {
        try (Recipes recipes = recipes(Map.of("ntfy.enabled", "true", "ntfy.url", peer.baseUrl(), "ntfy.topic",
                "printers", "ntfy.token", "tk_1"), "backends/ntfy")) {
            recipes.send(OFFLINE, "{'type':'printer.jam','subject':'hp-102'}");
            assertThat(got("/")).containsExactly(json("""
                    {"topic": "printers", "priority": 4, "title": "hp-101 Offline", "message": "",
                     "tags": ["production"]}"""));
            assertThat(peer.getAllServeEvents().get(0).getRequest().getHeader("Authorization"))
                    .isEqualTo("Bearer tk_1");

            peer.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(400).withBody("topic is not yours")));
            recipes.send(IN_SALES);
            assertThat(recipes.bus.deadLetters("ntfy", 9)).singleElement().extracting(DeadLetter::reason).asString()
                    .contains("topic is not yours").doesNotContain("tk_1");
        }
    }

    @Test
    void aSinkInJavaLightsALampAndPutsItOutAndSaysWhatItsPeerWillNeverTake() throws Exception {
        try (Recipes recipes = recipes(Map.of("wall-display.enabled", "true", "wall-display.url", peer.baseUrl()),
                "backends/wall-display")) {
            recipes.send(OFFLINE, "{'type':'printer.jam','subject':'hp-101'}", ONLINE);
            assertThat(got("/lamps")).extracting(body -> body.path("lamp").asText() + " " + body.path("on").asText())
                    .containsExactly("signalbox/printer.offline/hp-101 true",
                            "signalbox/printer.offline/hp-101 false");

            peer.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(422).withBody("no such lamp")));
            recipes.send(IN_SALES);
            assertThat(recipes.bus.deadLetters("wall-display", 9)).singleElement().extracting(DeadLetter::reason)
                    .asString().contains("422 no such lamp");
        }
    }

    @Test
    void aSourceOfOnesOwnTellsWhatHasChangedAndIsSilentOtherwise() throws Exception {
        waiting(7);
        try (Recipes recipes = recipes(
                Map.of("print-queue.enabled", "true", "print-queue.period", "20ms", "print-queue.address",
                        "127.0.0.1:" + peer.port() + "/waiting"),
                "sources/print-queue")) {
            asked(3);
            waiting(142);
            await().until(() -> recipes.heard().size() == 1);
            waiting(150);
            asked(3);
            waiting(9);
            await().until(() -> recipes.heard().size() == 2);
            asked(3);

            assertThat(recipes.heard()).extracting(Event::type, Event::subject, event -> event.state().text(),
                    event -> event.text("waiting")).containsExactly(
                            org.assertj.core.groups.Tuple.tuple("print_queue.too_long", "print-server", "firing",
                                    "142"),
                            org.assertj.core.groups.Tuple.tuple("print_queue.too_long", "print-server", "resolved",
                                    "9"));
            assertThat(recipes.heard()).extracting(Event::dedupkey).containsOnly(recipes.heard().get(0).dedupkey());
        }
    }

    private void waiting(int jobs) {
        peer.stubFor(get("/waiting").willReturn(ok(String.valueOf(jobs))));
    }

    private void asked(int times) {
        int before = peer.getAllServeEvents().size();
        await().atMost(Duration.ofSeconds(20)).until(() -> peer.getAllServeEvents().size() >= before + times);
    }
}
