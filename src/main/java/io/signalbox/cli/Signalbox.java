package io.signalbox.cli;

import java.util.concurrent.Callable;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Which verbs are there? */
@RegisterForReflection(targets = {Signalbox.class, AutoComplete.GenerateCompletion.class}) // picocli reads their annotations
@Command(name = "signalbox", mixinStandardHelpOptions = true, versionProvider = Signalbox.Version.class, description = {
        "Carries operational events from everything that emits them to everything that must hear of them, and loses none.",
        "Without a verb, it runs."}, subcommands = {RunVerb.class, SampleConfigVerb.class, ImportVerb.class,
                ValidateVerb.class, ExplainVerb.class, VerifyVerb.class, ListVerb.class, TestVerb.class, SendVerb.class,
                TailVerb.class, MonitorVerb.class, PauseVerb.class, ResumeVerb.class, DeadLettersVerb.class,
                ReplayVerb.class, ReloadVerb.class, GenerationVerb.class, DoctorVerb.class,
                AutoComplete.GenerateCompletion.class,
                CommandLine.HelpCommand.class}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0:good", "1:a failure was found", "2:wrong usage"}, footer = {"", "Begin:",
                                "  signalbox sample-config noc && cd noc && signalbox run",
                                "  source <(signalbox generate-completion)", "",
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
