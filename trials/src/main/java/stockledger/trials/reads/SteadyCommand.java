package stockledger.trials.reads;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.Unreachable;

/** A crowd that goes on asking while something is taken away from the service, and says what it noticed. */
@Command(
        name = "steady",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Asks for product pages, lists and availability at a fixed rate for a while, and says what failed or took long,"
                    + " second by second. Meanwhile somebody stops a store, or a process.",
            ""
        },
        exitCodeOnInvalidInput = ReadsCommand.NOT_STARTED,
        exitCodeOnExecutionException = ReadsCommand.TRIAL_BROKEN,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was answered, or was told to come back where --may-wait allows it, and p99 is within bounds",
            "1:something failed, or took too long",
            "2:wrong options, or the catalog cannot be loaded",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class SteadyCommand implements Callable<Integer> {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--url", defaultValue = "http://localhost:8080", description = "of both sides, to load the catalog")
    private URI url = URI.create("");

    @Option(
            names = "--query-url",
            showDefaultValue = Visibility.NEVER,
            description = "who is asked; the same unless given")
    private @Nullable URI queryUrl;

    @Option(names = "--products", defaultValue = "1000", description = "in the catalog, 10 to 1000000")
    private int products;

    @Option(names = "--catalog", defaultValue = "2", description = "which catalog, 0 to 999")
    private int catalog;

    @Option(names = "--rate", defaultValue = "200", description = "questions per second of each kind, 1 to 10000")
    private double rate;

    @Option(names = "--seconds", defaultValue = "60", description = "how long, 1 to 3600")
    private double seconds;

    @Option(names = "--connections", defaultValue = "32", description = "for each kind, 1 to 1024")
    private int connections;

    @Option(names = "--only-pages", showDefaultValue = Visibility.NEVER, description = "ask for product pages alone")
    private boolean onlyPages;

    @Option(
            names = "--may-wait",
            showDefaultValue = Visibility.NEVER,
            description = "503 with Retry-After is an answer too")
    private boolean mayWait;

    @Option(names = "--most-p99-millis", defaultValue = "1000", description = "of each kind, 1 to 60000")
    private double mostP99Millis;

    @Option(names = "--long-millis", defaultValue = "500", description = "seconds with a longer answer are listed")
    private double longMillis;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            showDefaultValue = Visibility.NEVER,
            description = "show this help")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        URI asked = queryUrl == null ? url : queryUrl;
        require(asked);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Catalog goods = new Catalog(catalog, products);
            RetryingClient caller = new RetryingClient(url);
            new CatalogLoad(url, caller, err::println).load(goods, 0);
            List<SteadyLog> logs = ask(new Requests(asked), goods, out);
            logs.forEach(log -> log.lines(longMillis).forEach(out::println));
            boolean clean = logs.stream().allMatch(this::isClean);
            out.println(clean ? "clean" : "NOT clean");
            out.flush();
            return clean ? ReadsCommand.CLEAN : ReadsCommand.NOT_CLEAN;
        } catch (Refused e) {
            err.println(e.getMessage());
            return ReadsCommand.NOT_STARTED;
        } catch (Unreachable | IOException e) {
            err.println("the service cannot be reached: " + e.getMessage());
            return ReadsCommand.UNREACHABLE;
        }
    }

    private List<SteadyLog> ask(Requests requests, Catalog goods, PrintWriter out) throws IOException {
        ShopQuestions shop = new ShopQuestions(requests, goods, 1.0);
        out.println("asking");
        out.flush();
        long start = System.nanoTime();
        List<SteadyLog> logs = new ArrayList<>();
        List<Loop.Line> lines = new ArrayList<>();
        add("pages", shop.pages(), requests, start, logs, lines);
        if (!onlyPages) {
            add("lists", shop.lists(), requests, start, logs, lines);
            add("availability", shop.availability(), requests, start, logs, lines);
        }
        Loop.run(ANSWER_WITHIN, lines.toArray(Loop.Line[]::new));
        return logs;
    }

    private void add(
            String kind,
            Questions questions,
            Requests requests,
            long start,
            List<SteadyLog> logs,
            List<Loop.Line> lines) {
        SteadyLog log = new SteadyLog(kind, start);
        logs.add(log);
        Steadily steadily = new Steadily(questions, log, start, rate, seconds);
        lines.add(new Loop.Line(requests.address(), connections, new HttpWire(), steadily));
    }

    private boolean isClean(SteadyLog log) {
        boolean answered =
                log.failures().keySet().stream().allMatch(why -> mayWait && why.equals("503 with Retry-After"));
        return answered && log.answered() > 0 && log.p99Millis() <= mostP99Millis;
    }

    private void require(URI asked) {
        ReadsOptions.requireUrl(spec, "--url", url);
        ReadsOptions.requireUrl(spec, "--query-url", asked);
        ReadsOptions.within(spec, "--products", products, 10, 1_000_000);
        ReadsOptions.within(spec, "--catalog", catalog, 0, 999);
        ReadsOptions.within(spec, "--rate", rate, 1, 10_000);
        ReadsOptions.within(spec, "--seconds", seconds, 1, 3_600);
        ReadsOptions.within(spec, "--connections", connections, 1, 1_024);
        ReadsOptions.within(spec, "--most-p99-millis", mostP99Millis, 1, 60_000);
        ReadsOptions.within(spec, "--long-millis", longMillis, 0, 60_000);
    }
}
