package stockledger.trials.baselines;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves the straightforward alternative: pages joined from normalized tables. */
@Command(
        name = "joined-tables",
        description =
                "Serves GET /v1/products/{sku}, joined from normalized tables of PostgreSQL for every request, until"
                        + " it is stopped. It starts an embedded PostgreSQL and fills it with the catalog first.")
public final class JoinedTablesCommand implements Callable<Integer> {

    @Option(names = "--port", defaultValue = "8091", description = "HTTP port")
    private int port;

    @Option(names = "--catalog", defaultValue = "1", description = "number of the catalog")
    private int seed;

    @Option(names = "--products", defaultValue = "100000", description = "products of the catalog")
    private int products;

    @Option(names = "--pool", defaultValue = "8", description = "connections to PostgreSQL")
    private int pool;

    @Override
    public Integer call() {
        BaselineServer.run(
                JoinedTables.class,
                port,
                Map.of("baseline.catalog", seed, "baseline.products", products, "baseline.pool", pool));
        return 0;
    }
}
