package stockledger.trials;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import stockledger.trials.acceptance.ShopDayCommand;
import stockledger.trials.load.BulkLoadCommand;
import stockledger.trials.load.ExpiryCommand;
import stockledger.trials.load.FlashSaleCommand;
import stockledger.trials.load.SpreadCommand;
import stockledger.trials.reads.FreshnessCommand;
import stockledger.trials.reads.ReadsCommand;
import stockledger.trials.reads.SteadyCommand;
import stockledger.trials.rivals.ConstantAnswerCommand;
import stockledger.trials.rivals.JoinedTablesCommand;

/** Tries a running Stockledger from outside. */
@Command(
        name = "trials",
        description = "Tries a running Stockledger from outside, over HTTP only.",
        subcommands = {
            ShopDayCommand.class,
            FlashSaleCommand.class,
            SpreadCommand.class,
            BulkLoadCommand.class,
            ExpiryCommand.class,
            ReadsCommand.class,
            FreshnessCommand.class,
            SteadyCommand.class,
            ConstantAnswerCommand.class,
            JoinedTablesCommand.class
        })
public final class Trials implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line, ready to be executed any number of times; what goes wrong with its options is one line. */
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
                "Which trial? There are: shop-day, flash-sale, spread, bulk-load, expiry, reads, freshness, steady");
    }
}
