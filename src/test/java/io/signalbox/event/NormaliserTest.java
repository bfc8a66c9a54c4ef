package io.signalbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliserTest {

    @Test
    void whatASenderLeavesOutIsFilledIn() {
        Event event = Read.event("{'type':'printer.offline','printer_id':'hp-101'}");

        assertThat(UUID.fromString(event.id()).version()).isEqualTo(7);
        assertThat(event.source()).isEqualTo("signalbox");
        assertThat(event.time()).isEqualTo(Read.NOW);
        assertThat(event.subject()).isEqualTo("hp-101");
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
        assertThat(event.state()).isEqualTo(State.FIRING);
        assertThat(event.dedupkey()).isEqualTo("signalbox/printer.offline/hp-101");
        assertThat(event.tags()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"printer.offline,printer.online,printer_id", "workflow.failed,workflow.completed,workflow_id",
            "health.component.failed,health.component.healthy,component",
            "health.component.degraded,health.component.healthy,component",
            "health.component.degraded,health.component.failed,component",
            "health.threshold.exceeded,health.threshold.recovered,metric",
            "performance.operation.failed,performance.operation.complete,operation"})
    void theEndOfAProblemHasItsDedupKey(String problem, String end, String entity) {
        Event began = Read.event("{'type':'" + problem + "','source':'continuum','" + entity + "':'thing-1'}");
        Event ended = Read.event("{'type':'" + end + "','source':'continuum','" + entity + "':'thing-1'}");
        Event another = Read.event("{'type':'" + end + "','source':'continuum','" + entity + "':'thing-2'}");

        assertThat(ended.dedupkey()).isEqualTo(began.dedupkey()).isNotEqualTo(another.dedupkey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"printer.jam", "printer.low_toner", "printer.error", "somebody.elses"})
    void aTypeMayAlsoEndItself(String type) {
        Event began = Read.event("{'type':'" + type + "','subject':'hp-1'}");
        Event ended = Read.event("{'type':'" + type + "','subject':'hp-1','state':'resolved'}");

        assertThat(ended.dedupkey()).isEqualTo(began.dedupkey());
        assertThat(ended.resolved()).isTrue();
        assertThat(ended.severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void everyTypeOfTheCatalogueHasItsSeverityAndItsState() {
        assertThat(Read.CATALOGUE.types()).allSatisfy(type -> {
            Event event = Read.event("{'type':'" + type.name() + "'}");
            assertThat(event.severity()).isEqualTo(type.severity());
            assertThat(event.resolved()).isEqualTo(!type.resolves().isEmpty());
        });
    }

    @Test
    void aTypeOfSomebodysOwnIsNews() {
        Event event = Read.event("{'type':'coffee.empty','subject':'kitchen'}");

        assertThat(event.severity()).isEqualTo(Severity.INFO);
        assertThat(event.state()).isEqualTo(State.FIRING);
        assertThat(event.dedupkey()).isEqualTo("signalbox/coffee.empty/kitchen");
    }

    @ParameterizedTest
    @CsvSource({"wafer.job.finished,failed,ERROR", "wafer.job.finished,succeeded,INFO",
            "wafer.subjob.finished,failed,ERROR", "wafer.job.started,failed,INFO"})
    void howAWaferJobFinishedSaysHowBadItIs(String type, String status, Severity severity) {
        assertThat(Read.event("{'type':'" + type + "','status':'" + status + "'}").severity()).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource({"debug,DEBUG", "trace,DEBUG", "INFO,INFO", "notice,INFO", "informational,INFO", "warn,WARNING",
            "Warning,WARNING", "err,ERROR", " error ,ERROR", "crit,CRITICAL", "fatal,CRITICAL", "emerg,CRITICAL",
            "alert,CRITICAL"})
    void whatLoggersAndSyslogCallASeverityIsUnderstood(String word, Severity severity) {
        assertThat(Read.event("{'type':'a.b','severity':'" + word + "'}").severity()).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource({"1,DEBUG", "5,DEBUG", "8,DEBUG", "9,INFO", "12,INFO", "13,WARNING", "17,ERROR", "21,CRITICAL",
            "24,CRITICAL"})
    void aSeverityNumberIsOpenTelemetrys(int number, Severity severity) {
        assertThat(Read.event("{'type':'a.b','severitynumber':" + number + "}").severity()).isEqualTo(severity);
    }

    @Test
    void theSendersWordWinsOverTheCatalogueAndOverTheNumber() {
        assertThat(Read.event("{'type':'printer.jam','severity':'debug'}").severity()).isEqualTo(Severity.DEBUG);
        assertThat(Read.event("{'type':'a.b','severitytext':'error','severitynumber':9}").severity())
                .isEqualTo(Severity.ERROR);
    }

    @Test
    void aSubjectThatIsTooLongForAnIdIsCutWhereItIsFilledIn() {
        assertThat(Read.event("{'type':'printer.jam','printer_id':'" + "x".repeat(600) + "'}").subject()).hasSize(512);
    }

    @Test
    void aTimeIsRefusedWhenItLiesTooFarAhead() {
        assertThat(Read.event("{'type':'a.b','time':'2026-11-21T09:00:00Z'}").time()).isAfter(Read.NOW);
        assertThat(Read.refusal("{'type':'a.b','time':'2026-11-21T09:00:01Z'}"))
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("time"))
                .satisfies(refusal -> assertThat(refusal.detail()).contains("lies in the future", "PT1H"));
    }

    @Test
    void aTimeIsRefusedWhenNoCalendarReachesBackThatFar() {
        assertThat(Read.refusal("{'type':'a.b','time':'-300000000-01-01T00:00:00Z'}"))
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("time"))
                .satisfies(refusal -> assertThat(refusal.detail()).contains("expected a time"));
    }
}
