package io.signalbox.cli;

import java.util.concurrent.Callable;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Which verbs are there? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "signalbox", mixinStandardHelpOptions = true, versionProvider = Signalbox.Version.class, description = {
        "Carries operational events from everything that emits them to everything that must hear of them, and loses none.",
        "Without a verb, it runs."}, subcommands = {RunVerb.class, TestVerb.class, DeadLettersVerb.class,
                ReplayVerb.class, DoctorVerb.class,
                CommandLine.HelpCommand.class}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0:good", "1:a failure was found", "2:wrong usage"}, footer = {"",
                                "Verbs that ask a running instance find it at --url, or SIGNALBOX_URL; by default at http://127.0.0.1:8080."})
public final class Signalbox implements Callable<Integer> {

    @Override
    public Integer call() {
        return new RunVerb().call();
    }

    /** Which version is it? */
    public static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Signalbox.class.getPackage().getImplementationVersion();
            return new String[]{"signalbox " + (version == null ? "(development)" : version)};
        }
    }
}
