package stockledger.trials.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.DocumentOption;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** Measures how long read models take to be rebuilt, and the service to start. */
@Command(
        name = "rebuild",
        description = {
            "Rebuilds the read models one after the other and reports events per second, each until the new one is served"
                    + " and contains every event. Nothing else may use the service.",
            "",
            "With --start-jar it starts the service itself, stops it by SIGTERM, kills it with kill -9, and also reports how"
                    + " long each start took until it was ready.",
            ""
        },
        exitCodeList = {
            "0:every objective was met",
            "1:an objective was missed",
            "2:wrong options, a rebuild that was refused, or a service that did not start",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class RebuildCommand extends TrialCommand {

    @Mixin
    private TargetOption target = new TargetOption();

    @Option(names = "--projection", description = "a read model to rebuild, repeatable; all unless given")
    private List<String> projections = List.of();

    @Option(names = "--start-jar", paramLabel = "JAR", description = "a standalone to start, in place of --url")
    private @Nullable Path startJar;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "the data folder of the standalone to start")
    private @Nullable Path dataDir;

    @Option(
            names = "--jvm",
            split = " ",
            showDefaultValue = Visibility.NEVER,
            description = "JVM options of the standalone to start")
    private List<String> jvm = List.of();

    @Mixin
    private DocumentOption document = new DocumentOption("rebuild");

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        projections.forEach(name -> checks.id("--projection", name, 64));
        checks.require((startJar == null) == (dataDir == null), "--start-jar and --data-dir need each other")
                .require(
                        startJar == null || Files.isReadable(startJar), "--start-jar: " + startJar + " cannot be read");
        document.check(checks);
    }

    @Override
    protected TrialReport run() throws IOException {
        document.requireMarkers();
        RebuildRun run = new RebuildRun(projections, this::progress);
        RebuildReport report = startJar == null || dataDir == null
                ? run.run(target.url())
                : run.run(new RebuildRun.Standalone(startJar, dataDir, jvm));
        document.write(report.lines());
        return report;
    }
}
