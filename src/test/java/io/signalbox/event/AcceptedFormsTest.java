package io.signalbox.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedFormsTest {

    @Test
    void aStructuredCloudEventIsTakenAttributeByAttribute() {
        Event event = Read.event("""
                {'specversion':'1.0','id':'e-1','source':'continuum','type':'printer.offline','subject':'hp-101',
                 'time':'2026-11-21T07:59:58.5Z','datacontenttype':'application/json','severitytext':'error',
                 'severitynumber':17,'state':'firing','dedupkey':'hp-101 is away','title':'HP 101 is away',
                 'message':'No answer to three polls','tags':['production','floor-2'],
                 'traceparent':'00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
                 'data':{'printer_id':'hp-101','consecutive_failures':3}}""");

        assertThat(event).isEqualTo(new Event("e-1", "continuum", "printer.offline", "hp-101",
                Instant.parse("2026-11-21T07:59:58.500Z"), Severity.ERROR, State.FIRING, "hp-101 is away",
                "HP 101 is away", "No answer to three polls", List.of("production", "floor-2"),
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                Map.of("printer_id", "hp-101", "consecutive_failures", 3), null));
    }

    @Test
    void aBatchOfCloudEventsIsAListInItsOrder() {
        Reading reading = Read.body("""
                [{'specversion':'1.0','id':'a','source':'s','type':'printer.offline'},
                 {'specversion':'1.0','id':'b','source':'s','type':'printer.online'}]""");

        assertThat(reading.events()).extracting(Event::id).containsExactly("a", "b");
        assertThat(reading.places()).containsExactly(0, 1);
        assertThat(reading.refusals()).isEmpty();
    }

    @Test
    void aBinaryCloudEventHasItsAttributesBesideItsData() throws Exception {
        Event event = Read.READER.binary(
                Map.of("specversion", "1.0", "id", "e-1", "source", "continuum", "type", "printer.jam", "subject",
                        "hp-101", "tags", "production, floor-2", "severitynumber", "21"),
                "application/json", "{\"tray\":2}".getBytes(UTF_8));

        assertThat(event.id()).isEqualTo("e-1");
        assertThat(event.subject()).isEqualTo("hp-101");
        assertThat(event.tags()).containsExactly("production", "floor-2");
        assertThat(event.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(event.data()).containsExactly(entry("tray", 2));
    }

    @Test
    void dataOfABinaryCloudEventMayBeTextOrBytesOrMissing() throws Exception {
        Map<String, String> attributes = Map.of("type", "system.info");

        assertThat(Read.READER.binary(attributes, "text/plain", "all is well".getBytes(UTF_8)).data())
                .containsExactly(entry("value", "all is well"));
        assertThat(Read.READER.binary(attributes, "image/png", new byte[]{1, 2}).data())
                .containsExactly(entry("data_base64", "AQI="));
        assertThat(Read.READER.binary(attributes, null, new byte[0]).data()).isEmpty();
    }

    @Test
    void plainJsonWithTheNamesOfTheContinuumGuidesIsTaken() {
        Event event = Read.event("""
                {'event_id':'6a1f','timestamp':'2026-11-21T07:00:00','event_type':'printer.error','level':'critical',
                 'source':'continuum','title':'Fuser','message':'hot','metadata':{'printer_id':'hp-7'},
                 'tags':['production'],'trace_id':'trace-9','error_code':'E50'}""");

        assertThat(event.id()).isEqualTo("6a1f");
        assertThat(event.time()).isEqualTo("2026-11-21T07:00:00Z");
        assertThat(event.type()).isEqualTo("printer.error");
        assertThat(event.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(event.traceparent()).isEqualTo("trace-9");
        assertThat(event.subject()).isEqualTo("hp-7");
        assertThat(event.tags()).containsExactly("production");
        assertThat(event.data()).containsOnly(entry("printer_id", "hp-7"), entry("error_code", "E50"));
    }

    @ParameterizedTest
    @CsvSource({"data", "metadata", "payload"})
    void theMembersOfDataMetadataAndPayloadAreTheData(String name) {
        assertThat(Read.event("{'type':'job.started','" + name + "':{'job_id':42}}").data())
                .containsExactly(entry("job_id", 42));
    }

    @Test
    void anyOtherFieldGoesIntoTheData() {
        assertThat(Read.event("{'type':'a.b','CamelHttpUri':'http://evil','nested':{'x':[1,2.5,true,null]}}").data())
                .containsOnly(entry("CamelHttpUri", "http://evil"),
                        entry("nested", Map.of("x", java.util.Arrays.asList(1, 2.5, true, null))));
    }

    @Test
    void dataThatIsNoObjectIsKeptAsAValue() {
        assertThat(Read.event("{'type':'a.b','data':[1,2]}").data()).containsExactly(entry("value", List.of(1, 2)));
    }

    @Test
    void aNullIsAFieldLeftOut() {
        Event event = Read.event("{'type':'printer.offline','id':null,'severity':null,'time':null,'tags':null}");

        assertThat(event.id()).isNotEmpty();
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
        assertThat(event.time()).isEqualTo(Read.NOW);
        assertThat(event.tags()).isEmpty();
    }

    @Test
    void numbersAreTakenWhereWordsAreExpected() {
        Event event = Read.event("{'type':'a.b','id':17,'subject':4.5}");

        assertThat(event.id()).isEqualTo("17");
        assertThat(event.subject()).isEqualTo("4.5");
    }

    @ParameterizedTest
    @CsvSource({"system_health,WARNING", "threshold_breach,WARNING", "critical_error,CRITICAL",
            "performance_alert,WARNING", "security_event,ERROR", "custom,INFO", "deployment,INFO",
            "backup_complete,INFO", "maintenance,INFO"})
    void anLnmtEventKeepsItsFlatNameAsAnAlias(String flat, Severity severity) {
        Event event = Read.event("{'event_type':'" + flat + "','source':'lnmt'}");

        assertThat(event.type()).isEqualTo("lnmt." + flat);
        assertThat(event.severity()).isEqualTo(severity);
        assertThat(event.dedupkey()).isEqualTo("lnmt/lnmt." + flat);
    }

    @Test
    void aWaferSidecarNamesAnEntityAndWhatBefellItInAnObjectEvent() {
        Event event = Read.event("""
                {'site_id':'fab1','event':{'entity_type':'job','event_kind':'finished','at':'2026-11-21T07:30:00Z',
                 'app_name':'etcher','job_id':'j-9','status':'succeeded','duration_s':12.5}}""");

        assertThat(event.type()).isEqualTo("wafer.job.finished");
        assertThat(event.source()).isEqualTo("etcher");
        assertThat(event.subject()).isEqualTo("j-9");
        assertThat(event.time()).isEqualTo("2026-11-21T07:30:00Z");
        assertThat(event.severity()).isEqualTo(Severity.INFO);
        assertThat(event.data()).containsEntry("site_id", "fab1").containsEntry("duration_s", 12.5)
                .containsEntry("entity_type", "job").doesNotContainKeys("event", "at");
    }

    @Test
    void aWaferSidecarMayBeFlat() {
        Event event = Read.event("{'entity_type':'subjob','event_kind':'started','subjob_id':'s-1','source':'fab'}");

        assertThat(event.type()).isEqualTo("wafer.subjob.started");
        assertThat(event.source()).isEqualTo("fab");
        assertThat(event.subject()).isEqualTo("s-1");
    }

    @Test
    void aBadTimeOfAWaferSidecarIsNamed() {
        assertThat(Read.refusal("{'event':{'entity_type':'job','event_kind':'started','at':'noon'}}"))
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("event.at"))
                .satisfies(refusal -> assertThat(refusal.detail()).contains("\"noon\"", "expected a time"));
    }

    @Test
    void severalObjectsAfterOneAnotherAreSeveralEvents() {
        Reading reading = Read.body("{'type':'a.b','id':'1'}\n{'type':'a.b','id':'2'} [{'type':'a.b','id':'3'}]");

        assertThat(reading.events()).extracting(Event::id).containsExactly("1", "2", "3");
    }

    @Test
    void aMapThatARoutePutTogetherIsAnEvent() throws Exception {
        Event event = Read.READER.event(Map.of("type", "printer.offline", "subject", "hp-1", "tags", List.of("a"),
                "data", Map.of("at", Read.NOW, "pages", 12L)));

        assertThat(event.dedupkey()).isEqualTo("signalbox/printer.offline/hp-1");
        assertThat(event.data()).containsOnly(entry("at", "2026-11-21T08:00:00Z"), entry("pages", 12));
    }

    @Test
    void onlyTheBusItselfMaySayWhichProblemAnEventEnds() {
        Event event = Read.event("{'type':'printer.online','problem':{'type':'printer.offline','severity':'warning'}}");

        assertThat(event.problem()).isNull();
        assertThat(event.data()).containsKey("problem");
    }
}
