package stockledger.trials;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import stockledger.trials.acceptance.CountCausesCommand;
import stockledger.trials.acceptance.ShopDayCommand;
import stockledger.trials.attack.AttackCommand;
import stockledger.trials.attack.OverloadCommand;
import stockledger.trials.baselines.ConstantResponseCommand;
import stockledger.trials.baselines.JoinedTablesCommand;
import stockledger.trials.cli.ExitCode;
import stockledger.trials.cost.CostCommand;
import stockledger.trials.cost.RebuildCommand;
import stockledger.trials.events.EventSearchCommand;
import stockledger.trials.fuzz.FuzzCommand;
import stockledger.trials.history.LongHistoryCommand;
import stockledger.trials.history.PastCommand;
import stockledger.trials.load.BulkLoadCommand;
import stockledger.trials.load.ExpiryCommand;
import stockledger.trials.load.FlashSaleCommand;
import stockledger.trials.load.SpreadCommand;
import stockledger.trials.reads.ConsolesCommand;
import stockledger.trials.reads.FreshnessCommand;
import stockledger.trials.reads.ReadsCommand;
import stockledger.trials.reads.SteadyCommand;
import stockledger.trials.webhooks.WebhooksCommand;

/** The command line of the trials. */
@Command(
        name = "trials",
        scope = ScopeType.INHERIT,
        description = "Tests a running Stockledger from outside, over HTTP only.",
        sortOptions = false,
        showDefaultValues = true,
        exitCodeOnInvalidInput = ExitCode.NOT_STARTED,
        exitCodeOnExecutionException = ExitCode.TRIAL_BROKEN,
        exitCodeListHeading = "%nExit codes:%n",
        subcommands = {
            ShopDayCommand.class,
            CountCausesCommand.class,
            FlashSaleCommand.class,
            SpreadCommand.class,
            BulkLoadCommand.class,
            ExpiryCommand.class,
            ReadsCommand.class,
            FreshnessCommand.class,
            SteadyCommand.class,
            ConsolesCommand.class,
            CostCommand.class,
            RebuildCommand.class,
            PastCommand.class,
            LongHistoryCommand.class,
            EventSearchCommand.class,
            FuzzCommand.class,
            AttackCommand.class,
            OverloadCommand.class,
            WebhooksCommand.class,
            ConstantResponseCommand.class,
            JoinedTablesCommand.class
        })
public final class Trials implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            showDefaultValue = Visibility.NEVER,
            description = "show this help")
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** A reusable command line; invalid options are reported in one line. */
    public static CommandLine commandLine() {
        return new CommandLine(new Trials()).setParameterExceptionHandler((failure, args) -> {
            CommandLine command = failure.getCommandLine();
            command.getErr().println(failure.getMessage());
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'");
            return command.getCommandSpec().exitCodeOnInvalidInput();
        });
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing command, one of: shop-day, count-causes, flash-sale, spread, bulk-load, expiry, reads,"
                        + " freshness, steady, consoles, cost, rebuild, past, long-history, event-search, fuzz, attack,"
                        + " overload, webhooks");
    }
}
