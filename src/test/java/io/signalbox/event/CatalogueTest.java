package io.signalbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class CatalogueTest {
    /** The rows of the matrix in the document "Complete Integration Event Coverage", which says how many there are. */
    private static final List<String> MATRIX = List.of("printer.added", "printer.removed", "printer.offline",
            "printer.online", "printer.error", "redirect.created", "redirect.removed", "redirect.failed",
            "job.completed", "job.failed", "group.created", "group.updated", "group.deleted", "workflow.started",
            "workflow.completed", "workflow.failed", "security.login_failed", "security.account_locked",
            "system.error");

    @Test
    void theMatrixHasItsNineteenTypesAndAllAreLogged() {
        assertThat(MATRIX).hasSize(19).allSatisfy(name -> assertThat(Read.CATALOGUE.type(name)).isNotNull());
        assertThat(hearing("logging", MATRIX)).hasSize(19);
    }

    @Test
    void monitoringHearsElevenOfThemAndAlertingSeven() {
        List<String> withWarning = new java.util.ArrayList<>(MATRIX);
        withWarning.add("system.warning");

        assertThat(hearing("monitoring", withWarning)).hasSize(11);
        assertThat(hearing("alerting", MATRIX)).containsExactlyInAnyOrder("printer.offline", "printer.error",
                "redirect.failed", "job.failed", "workflow.failed", "security.account_locked", "system.error");
    }

    @Test
    void everyTypeIsHeardAndHasAnEntity() {
        assertThat(Read.CATALOGUE.types()).hasSize(61).allSatisfy(type -> {
            assertThat(type.channels()).isNotEmpty().isSubsetOf("logging", "monitoring", "alerting");
            assertThat(type.entity()).isNotBlank();
            assertThat(type.name()).matches("[a-z_]+(\\.[a-z_]+)+");
        });
    }

    @Test
    void whatEndsAProblemNamesAProblemOfTheCatalogueAboutTheSameEntity() {
        assertThat(Read.CATALOGUE.types()).allSatisfy(type -> assertThat(type.resolves()).allSatisfy(name -> {
            EventType problem = Read.CATALOGUE.type(name);
            assertThat(problem.entity()).isEqualTo(type.entity());
            assertThat(problem.problem()).isEqualTo(type.problem());
            assertThat(problem.severity().atLeast(Severity.WARNING)).isTrue();
            assertThat(problem.resolves()).isEmpty();
        }));
    }

    @Test
    void anOlderNameLeadsToThePresentOne() {
        assertThat(Read.CATALOGUE.presentName("threshold_breach")).isEqualTo("lnmt.threshold_breach");
        assertThat(Read.CATALOGUE.presentName("coffee.empty")).isEqualTo("coffee.empty");
        assertThat(Read.CATALOGUE.type("coffee.empty")).isNull();
    }

    private static List<String> hearing(String channel, List<String> types) {
        return types.stream().filter(name -> Read.CATALOGUE.type(name).channels().contains(channel)).toList();
    }
}
