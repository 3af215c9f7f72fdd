package stockledger.trials.rivals;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** What a team would write first. */
@Command(
        name = "joined-tables",
        showDefaultValues = true,
        description =
                "Serves GET /v1/products/{sku}, joined from normalized tables of PostgreSQL for every question, until"
                        + " it is ended. It brings a PostgreSQL of its own and fills it with the catalog first.")
public final class JoinedTablesCommand implements Callable<Integer> {

    @Option(names = "--port", defaultValue = "8091", description = "where it listens")
    private int port;

    @Option(names = "--catalog", defaultValue = "1", description = "which catalog")
    private int seed;

    @Option(names = "--products", defaultValue = "100000", description = "of it")
    private int products;

    @Option(names = "--pool", defaultValue = "8", description = "connections to PostgreSQL")
    private int pool;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            showDefaultValue = Visibility.NEVER,
            description = "show this help")
    private boolean help;

    @Override
    public Integer call() {
        RivalServer.run(
                JoinedTables.class,
                port,
                Map.of("rival.catalog", seed, "rival.products", products, "rival.pool", pool));
        return 0;
    }
}
