package io.signalbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import io.quarkus.test.junit.QuarkusTest;

/** The packages stand in the order in which an event meets them. */
class ShapeTest {
    private static final JavaClasses OURS = new ClassFileImporter().importPath(Path.of("target/classes"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "event    | event",
            "bus      | event bus",
            "snmp     | event bus snmp",
            "protocol | event bus protocol",
            "validate | event bus snmp protocol validate",
            "reload   | event bus protocol validate reload",
            "explain  | event bus protocol reload explain",
            "verify   | event bus snmp protocol validate reload explain verify",
            "api      | event bus snmp protocol validate reload explain api",
            "cli      | event bus snmp protocol validate reload explain verify api cli"})
    void aPackageKnowsOnlyWhatAnEventHasMetBefore(String name, String known) {
        DescribedPredicate<JavaClass> another = DescribedPredicate.describe("of our packages other than " + known,
                other -> other.getPackageName().startsWith("io.signalbox")
                        && !List.of(known.split(" ")).contains((other.getPackageName() + "..").split("[.]", -1)[2]));
        noClasses().that().resideInAPackage("io.signalbox." + name + "..").should().dependOnClassesThat(another)
                .check(OURS);
    }

    @Test
    void noPackagesGoRoundInACircle() {
        slices().matching("io.signalbox.(*)..").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void nobodyNeedsTheRootWhichOnlyPutsThePartsTogether() {
        noClasses().that().resideInAPackage("io.signalbox.*..").should().dependOnClassesThat()
                .resideInAPackage("io.signalbox").check(OURS);
    }

    /** pom.xml runs these in one process, and the others in two. */
    @Test
    void testsOfTheRunningApplicationAreAmongThoseOfTheApi() {
        classes().that().areAnnotatedWith(QuarkusTest.class).should().resideInAPackage("io.signalbox.api")
                .check(new ClassFileImporter().importPath(Path.of("target/test-classes")));
    }

    @Test
    void theEventKnowsNothingOfCamel() {
        noClasses().that().resideInAPackage("io.signalbox.event..").should().dependOnClassesThat()
                .resideInAnyPackage("org.apache.camel..", "io.quarkus..", "jakarta..").check(OURS);
    }

    @Test
    void aClassIsNamedAfterWhatItIs() {
        noClasses().should().haveSimpleNameEndingWith("Manager").orShould().haveSimpleNameEndingWith("Service")
                .orShould().haveSimpleNameEndingWith("Helper").orShould().haveSimpleNameEndingWith("Util")
                .orShould().haveSimpleNameEndingWith("Utils").orShould().haveSimpleNameEndingWith("Impl")
                .orShould().haveSimpleNameEndingWith("Processor").orShould().haveSimpleNameContaining("Common")
                .check(OURS);
    }

    @Test
    void thereIsNoStaticState() {
        fields().that().areStatic().and().doNotHaveModifier(JavaModifier.SYNTHETIC).should().beFinal().check(OURS);
    }

    @Test
    void whatIsNotMeantToBeExtendedIsFinal() {
        // CDI makes proxies of its beans, so they can't be.
        classes().that().resideInAnyPackage("io.signalbox.event..", "io.signalbox.bus.journal..").and()
                .areNotInterfaces().and().areNotAnonymousClasses().and().doNotHaveSimpleName("package-info").should()
                .haveModifier(JavaModifier.FINAL).check(OURS);
    }
}
