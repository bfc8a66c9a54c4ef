package io.signalbox.cli;

import picocli.CommandLine;

/**
 * What was Signalbox asked to do? Without a verb, to run.
 *
 * <p>
 * It is named in {@code application.properties}; the annotation {@code @QuarkusMain} would keep Camel from starting by itself, in tests too.
 */
public final class Main {
    private Main() {
    }

    public static void main(String... args) {
        int code = commandLine().execute(args);
        // While it runs, only a signal ends it; every other verb is done now.
        if (code != RunVerb.RUNNING) {
            System.exit(code);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Signalbox()).setUsageHelpWidth(120).setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(failure instanceof Unable ? failure.getMessage() : failure.toString());
                    return failure instanceof Unable unable ? unable.exitCode() : CommandLine.ExitCode.SOFTWARE;
                });
    }
}
