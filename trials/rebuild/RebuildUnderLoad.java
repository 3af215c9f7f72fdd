import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rebuilds all read models of a standalone while it answers page reads and commands, has each compared, switched, rolled back and
 * switched again, and kills the process while it rebuilds. A page may never get older: its versions are in its entity tag.
 *
 * <pre>
 * mvn -q -DskipTests package
 * java trials/rebuild/RebuildUnderLoad.java fill JAR DATA_DIR EVENTS SKUS      # receipts in bulk jobs
 * java trials/rebuild/RebuildUnderLoad.java load JAR DATA_DIR [MAX_EVENTS_PER_SECOND]
 * java trials/rebuild/RebuildUnderLoad.java kill JAR DATA_DIR TIMES
 * </pre>
 *
 * Exits with 0 if no read failed or got older, and no comparison found a difference.
 */
final class RebuildUnderLoad {

    private static final int READS_PER_SECOND = 200;
    private static final int COMMANDS_PER_SECOND = 50;
    private static final int WORKERS = 24;
    private static final int ROWS = 50_000;
    private static final Duration BEFORE = Duration.ofSeconds(30);
    private static final Pattern TAG = Pattern.compile("\"p(\\d+)(?:\\.s(\\d+))?\"");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Path jar;
    private final Path data;
    private Process process;
    private String url = "";
    private boolean clean = true;

    private RebuildUnderLoad(String jar, String data) {
        this.jar = Path.of(jar);
        this.data = Path.of(data);
    }

    public static void main(String[] args) throws Exception {
        RebuildUnderLoad trial = new RebuildUnderLoad(args[1], args[2]);
        try {
            trial.start();
            switch (args[0]) {
                case "fill" -> trial.fill(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
                case "load" -> trial.load(args.length > 3 ? Integer.parseInt(args[3]) : 0);
                case "kill" -> trial.kill(Integer.parseInt(args[3]));
                default -> throw new IllegalArgumentException(args[0]);
            }
        } finally {
            trial.stop();
        }
        System.out.println(trial.clean ? "clean" : "NOT clean");
        System.exit(trial.clean ? 0 : 1);
    }

    private void start() throws Exception {
        int port = 18_080 + new Random().nextInt(1_000);
        url = "http://127.0.0.1:" + port;
        File log = new File(data.toFile().getAbsoluteFile().getParentFile(), "rebuild-trial.log");
        List<String> command = new ArrayList<>(List.of("java"));
        command.addAll(Arrays.asList(System.getenv().getOrDefault("TRIAL_JVM", "-Xmx2g").split(" ")));
        command.addAll(List.of(
                "-jar", jar.toString(), "--server.port=" + port, "--stockledger.data-dir=" + data.toAbsolutePath()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long start = System.nanoTime();
        await("ready", () -> send("GET", "/actuator/health/readiness", null).statusCode() == 200);
        System.out.printf(Locale.ROOT, "ready after %.1f s, %,d events%n", seconds(start), head() + 1);
    }

    private void stop() throws Exception {
        process.destroy();
        process.waitFor();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(20).toNanos();
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the service has ended", notYet);
                }
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("timeout: " + what);
            }
            Thread.sleep(100);
        }
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        HttpResponse<String> answer = send("POST", path, body, "Content-Type", "application/json");
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("POST " + path + ": " + answer.body());
        }
        return answer;
    }

    private static long number(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":(-?\\d+)").matcher(json);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private static String text(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        return matcher.find() ? matcher.group(1) : "";
    }

    private long head() throws Exception {
        return number(send("GET", "/v1/admin/projections", null).body(), "head");
    }

    private List<String> projections() throws Exception {
        String body = send("GET", "/v1/admin/projections", null).body();
        List<String> names = new ArrayList<>();
        Matcher matcher = Pattern.compile("\\{\"name\":\"([^\"]*)\"").matcher(body);
        while (matcher.find()) {
            if (!names.contains(matcher.group(1))) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static String sku(int number) {
        return "R" + number;
    }

    // Fill

    private void fill(int events, int skus) throws Exception {
        send("POST", "/v1/locations", "{\"id\":\"RB\",\"name\":\"Rebuild\"}", "Content-Type", "application/json");
        List<String> jobs = new ArrayList<>();
        StringBuilder rows = new StringBuilder("sku,name,category,brand,price.amount,price.currency\n");
        for (int i = 0; i < skus; i++) {
            rows.append(sku(i)).append(",Article ").append(i).append(",C").append(i % 20).append(",B").append(i % 50);
            rows.append(',').append(1 + i % 90).append(".00,GBP\n");
        }
        awaitJob(upload("products", rows, "products"));
        Random random = new Random(7);
        for (int from = 0; from < events - skus; from += ROWS) {
            rows = new StringBuilder("sku,locationId,quantity\n");
            for (int i = 0; i < Math.min(ROWS, events - skus - from); i++) {
                rows.append(sku(random.nextInt(skus))).append(",RB,1\n");
            }
            jobs.add(upload("receipts", rows, "receipts" + from));
            if (jobs.size() >= 2) {
                awaitJob(jobs.remove(0));
            }
        }
        for (String job : jobs) {
            awaitJob(job);
        }
        await("no lag", () -> number(send("GET", "/v1/admin/projections", null).body(), "lagEvents") == 0);
        System.out.printf(Locale.ROOT, "%,d events%n", head() + 1);
    }

    private String upload(String resource, CharSequence rows, String key) throws Exception {
        HttpResponse<String> answer = send(
                "POST", "/v1/bulk/" + resource, rows.toString(), "Content-Type", "text/csv", "Idempotency-Key", key);
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.body());
        }
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private void awaitJob(String job) throws Exception {
        await(job, () -> {
            String body = send("GET", job, null).body();
            return !List.of("", "accepted", "running").contains(text(body, "status"));
        });
    }

    // Load

    /** The requests of one phase and their results. */
    private final class Load {
        private final int skus;
        private final AtomicLong taken = new AtomicLong();
        private final AtomicLong older = new AtomicLong();
        private final Map<String, AtomicLong> failures = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<Long> pageNanos = new ConcurrentLinkedQueue<>();
        private final Map<Integer, long[]> newest = new ConcurrentHashMap<>();
        private final List<Thread> threads = new ArrayList<>();
        private final long start = System.nanoTime();
        private volatile boolean ending;

        Load(int skus) {
            this.skus = skus;
        }

        void start() {
            for (int i = 0; i < WORKERS; i++) {
                Thread thread = new Thread(this::work);
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
        }

        void stop() throws InterruptedException {
            ending = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }

        private void work() {
            Random random = new Random();
            int perSecond = READS_PER_SECOND + COMMANDS_PER_SECOND;
            while (!ending) {
                long n = taken.getAndIncrement();
                long due = start + n * 1_000_000_000L / perSecond;
                long wait = due - System.nanoTime();
                try {
                    if (wait > 0) {
                        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                    }
                    // The square favours some SKUs, which are read and changed again and again.
                    double place = random.nextDouble();
                    int sku = (int) (place * place * place * skus);
                    if (n % perSecond % 5 == 0) {
                        receive(sku);
                    } else {
                        read(sku, due);
                    }
                } catch (Exception e) {
                    failed(e.toString());
                }
            }
        }

        private void failed(String reason) {
            failures.computeIfAbsent(reason, absent -> new AtomicLong()).incrementAndGet();
        }

        private void receive(int sku) throws Exception {
            HttpResponse<String> answer = send(
                    "POST",
                    "/v1/inventory/" + sku(sku) + "/receipts",
                    "{\"locationId\":\"RB\",\"quantity\":1}",
                    "Content-Type",
                    "application/json");
            if (answer.statusCode() != 201) {
                failed("receipt " + answer.statusCode() + " " + text(answer.body(), "code"));
            }
        }

        private void read(int sku, long due) throws Exception {
            long[] before = newest.getOrDefault(sku, new long[] {-1, -1});
            HttpResponse<String> answer = send("GET", "/v1/products/" + sku(sku), null);
            pageNanos.add(System.nanoTime() - due);
            Matcher tag = TAG.matcher(answer.headers().firstValue("ETag").orElse(""));
            if (answer.statusCode() != 200 || !tag.matches()) {
                failed("page " + answer.statusCode() + " " + text(answer.body(), "code"));
                return;
            }
            long[] now = {Long.parseLong(tag.group(1)), tag.group(2) == null ? -1 : Long.parseLong(tag.group(2))};
            if (now[0] < before[0] || now[1] < before[1]) {
                older.incrementAndGet();
            }
            newest.merge(sku, now, (one, other) ->
                    new long[] {Math.max(one[0], other[0]), Math.max(one[1], other[1])});
        }

        private double millis(double quantile) {
            long[] sorted = pageNanos.stream().mapToLong(Long::longValue).sorted().toArray();
            return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)] / 1e6;
        }

        double row(String phase) {
            long failed = failures.values().stream().mapToLong(AtomicLong::get).sum();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %,d | %d | %d | %.1f | %.1f | %.1f |%n",
                    phase,
                    seconds(start),
                    pageNanos.size(),
                    failed,
                    older.get(),
                    millis(0.5),
                    millis(0.99),
                    millis(0.999));
            if (failed > 0) {
                System.out.println(new TreeMap<>(failures));
            }
            clean &= failed == 0 && older.get() == 0;
            return millis(0.99);
        }
    }

    private void load(int maxEventsPerSecond) throws Exception {
        int skus = (int) number(send("GET", "/v1/products/facets", null).body(), "total");
        int known = skus > 0 ? skus : 10_000;
        Load warm = new Load(known);
        warm.start();
        Thread.sleep(BEFORE.toMillis());
        warm.stop();
        Load before = new Load(known);
        before.start();
        Thread.sleep(BEFORE.toMillis());
        before.stop();
        Load during = new Load(known);
        during.start();
        List<String> rebuilds = new ArrayList<>();
        for (String name : projections()) {
            rebuilds.add(rebuild(name, maxEventsPerSecond));
        }
        during.stop();
        System.out.println("| phase | s | pages | failed | older | p50 ms | p99 ms | p99.9 ms |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        double usual = before.row("before");
        double rebuilding = during.row("rebuilding");
        System.out.println();
        System.out.println("| rebuild of | s | documents | answers | differences | roll-back ms | forward ms |");
        System.out.println("|---|---|---|---|---|---|---|");
        rebuilds.forEach(System.out::println);
        System.out.printf(Locale.ROOT, "p99 of pages: %.1f times that without%n", rebuilding / usual);
    }

    private String request(String name, int maxEventsPerSecond, int keepSeconds) throws Exception {
        String rate = maxEventsPerSecond > 0 ? ",\"maxEventsPerSecond\":" + maxEventsPerSecond : "";
        return post(
                        "/v1/admin/projections/" + name + "/rebuilds",
                        "{\"keepSeconds\":" + keepSeconds + rate + ",\"reason\":\"a trial\"}")
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private String awaitSwitched(String rebuild) throws Exception {
        String[] last = {""};
        await(rebuild, () -> {
            last[0] = send("GET", rebuild, null).body();
            String state = text(last[0], "state");
            if (state.equals("different")) {
                System.out.println(send("GET", rebuild + "/differences", null).body());
                clean = false;
            }
            return state.equals("switched") || state.equals("different");
        });
        return last[0];
    }

    private String rebuild(String name, int maxEventsPerSecond) throws Exception {
        long start = System.nanoTime();
        String rebuild = request(name, maxEventsPerSecond, 60);
        String done = awaitSwitched(rebuild);
        double built = seconds(start);
        Thread.sleep(2_000);
        double back = millisOf(rebuild + "/rollback");
        Thread.sleep(2_000);
        double forward = millisOf(rebuild + "/switch");
        clean &= back < 1_000;
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %,d | %,d | %d | %.0f | %.0f |",
                name,
                built,
                number(done, "documents"),
                number(done, "answers"),
                number(done, "differences"),
                back,
                forward);
    }

    private double millisOf(String path) throws Exception {
        long start = System.nanoTime();
        post(path, "{\"reason\":\"a trial\"}");
        return (System.nanoTime() - start) / 1e6;
    }

    // Kill

    private void kill(int times) throws Exception {
        Random random = new Random();
        List<String> rows = new ArrayList<>();
        long start = System.nanoTime();
        awaitSwitched(request("sku", 0, 0));
        double usual = seconds(start);
        System.out.printf(Locale.ROOT, "a rebuild takes %.1f s%n", usual);
        for (int i = 0; i < times; i++) {
            await("the kept epoch is gone", () -> !send("GET", "/v1/admin/projections", null)
                    .body()
                    .contains("\"kept\""));
            String rebuild = request("sku", 0, 0);
            long after = (long) (random.nextDouble() * usual * 1_000);
            Thread.sleep(after);
            String state = text(send("GET", rebuild, null).body(), "state");
            process.destroyForcibly().waitFor();
            start();
            String done = awaitSwitched(rebuild);
            rows.add(String.format(
                    Locale.ROOT,
                    "| %.1f | %s | %s | %,d | %d |",
                    after / 1e3,
                    state,
                    text(done, "state"),
                    number(done, "documents"),
                    number(done, "differences")));
            clean &= text(done, "state").equals("switched");
        }
        System.out.println("| killed after s | in state | end | documents | differences |");
        System.out.println("|---|---|---|---|---|");
        rows.forEach(System.out::println);
    }
}
