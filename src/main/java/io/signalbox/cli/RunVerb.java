package io.signalbox.cli;

import java.util.concurrent.Callable;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.api.Doorkeeper;

import picocli.CommandLine.Command;

/** Runs the routes until it is told to stop. */
@RegisterForReflection // picocli reads its annotations
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs the routes until a signal ends it (the default).", footer = {
        "", "Example:", "  SLACK_ENABLED=true SLACK_WEBHOOK_URL=https://hooks.slack.com/services/… signalbox run"})
public final class RunVerb implements Callable<Integer> {
    /** The code of a verb whose end ends the process by itself. */
    static final int RUNNING = -1;

    @Override
    public Integer call() {
        // Said before anything is started; the application itself asks once more.
        Settings settings = new Settings();
        String refusal = Doorkeeper.refusal(settings.value("quarkus.http.host", "127.0.0.1"),
                settings.value("signalbox.api.token", ""),
                Boolean.parseBoolean(settings.value("signalbox.api.open", "false")));
        if (refusal != null) {
            throw Unable.failed(refusal);
        }
        EnvironmentBackends.add(System.getenv());
        Quarkus.run();
        return RUNNING;
    }
}
