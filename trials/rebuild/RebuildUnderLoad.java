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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rebuilds all read models of a standalone while it answers page reads and commands, has each compared, switched, rolled back and
 * switched again, and kills the process while it rebuilds. A page may never get older: its versions are in its entity tag.
 *
 * <pre>
 * mvn -q -DskipTests package
 * export TRIAL_JVM="-Xms3g -Xmx3g -XX:+AlwaysPreTouch -XX:+UseTransparentHugePages"
 * java trials/rebuild/RebuildUnderLoad.java fill JAR DATA_DIR EVENTS SKUS      # products and receipts in bulk jobs
 * java trials/rebuild/RebuildUnderLoad.java load JAR DATA_DIR [NAME[:MAX_EVENTS_PER_SECOND]…]
 * java trials/rebuild/RebuildUnderLoad.java kill JAR DATA_DIR TIMES SECONDS [NAME…]   # each within so many seconds of the start
 * </pre>
 *
 * {@code kill} requests rebuilds of all read models at once, kills the process at random moments while they run, starts it
 * again each time, and compares the answers of before and after.
 *
 * <p>Exits with 0 if no read failed or got older, no comparison found a difference, and no answer changed. What happens
 * meanwhile is printed to the error output.
 */
final class RebuildUnderLoad {

    private static final int READS_PER_SECOND = 200;
    private static final int COMMANDS_PER_SECOND = 50;
    private static final int WORKERS = 24;
    private static final int ROWS = 200_000;
    private static final Duration PHASE = Duration.ofSeconds(Integer.getInteger("phase", 60));
    private static final int PRINT_SECONDS = 10;
    private static final int KEEP_SECONDS = 120;
    private static final int ANSWERS = 200;
    private static final Set<String> NOT_SWITCHED = Set.of("building", "caughtUp", "comparing", "clean");
    private static final Pattern TAG = Pattern.compile("\"p(\\d+)(?:\\.s(\\d+))?\"");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Path jar;
    private final Path data;
    private Process process;
    private String url = "";
    private final Map<Integer, long[]> newest = new ConcurrentHashMap<>();
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
                case "load" -> trial.load(
                        args.length > 3 ? List.of(args).subList(3, args.length) : trial.projections());
                case "kill" -> trial.kill(
                        Integer.parseInt(args[3]),
                        Integer.parseInt(args[4]),
                        args.length > 5 ? List.of(args).subList(5, args.length) : trial.projections());
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
        Process started = process;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started)));
        long start = System.nanoTime();
        await("ready", () -> send("GET", "/actuator/health/readiness", null).statusCode() == 200);
        System.out.printf(Locale.ROOT, "ready after %.1f s, %,d events%n", seconds(start), head() + 1);
    }

    private void stop() throws Exception {
        process.destroy();
        process.waitFor();
    }

    /** Also when the trial is interrupted. */
    private static void end(Process process) {
        process.destroy();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
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

    /** Until every epoch has folded all events; a bulk job appends faster. */
    private void awaitCaughtUp() throws Exception {
        Pattern behind = Pattern.compile("\"name\":\"([^\"]*)\"[^{]*\"lagEvents\":([1-9]\\d*)");
        long[] printed = {System.nanoTime()};
        await("all epochs have caught up", () -> {
            Matcher lag = behind.matcher(send("GET", "/v1/admin/projections", null).body());
            boolean isBehind = lag.find();
            if (isBehind && seconds(printed[0]) >= PRINT_SECONDS) {
                printed[0] = System.nanoTime();
                System.err.println(lag.group(1) + " is " + lag.group(2) + " events behind");
            }
            return !isBehind;
        });
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
        awaitCaughtUp();
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
        long start = System.nanoTime();
        long[] printed = {start};
        await(job, () -> {
            String body = send("GET", job, null).body();
            boolean ended = !List.of("", "accepted", "running").contains(text(body, "status"));
            if (ended || seconds(printed[0]) >= PRINT_SECONDS) {
                printed[0] = System.nanoTime();
                System.err.printf(
                        Locale.ROOT,
                        "%s %s: %,d of %,d rows, %,d failed; %,d events%n",
                        text(body, "kind"),
                        text(body, "status"),
                        number(body, "done"),
                        number(body, "rows"),
                        number(body, "failed"),
                        head() + 1);
            }
            return ended;
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
        private final ConcurrentLinkedQueue<Long> recentNanos = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();
        private final long start = System.nanoTime();
        private double seconds;
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
            seconds = seconds(start);
        }

        void add(Load other) {
            seconds += other.seconds;
            pageNanos.addAll(other.pageNanos);
            older.addAndGet(other.older.get());
            other.failures.forEach((reason, count) -> failures.computeIfAbsent(reason, absent -> new AtomicLong())
                    .addAndGet(count.get()));
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
            long nanos = System.nanoTime() - due;
            pageNanos.add(nanos);
            recentNanos.add(nanos);
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
            return quantile(pageNanos.stream().mapToLong(Long::longValue).toArray(), quantile);
        }

        /** Of the pages since the last call. */
        String recent() {
            List<Long> some = new ArrayList<>();
            for (Long one = recentNanos.poll(); one != null; one = recentNanos.poll()) {
                some.add(one);
            }
            long[] nanos = some.stream().mapToLong(Long::longValue).toArray();
            return String.format(
                    Locale.ROOT,
                    "%,d pages, p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                    nanos.length,
                    quantile(nanos, 0.5),
                    quantile(nanos, 0.99),
                    quantile(nanos, 1));
        }

        double row(String phase) {
            long failed = failures.values().stream().mapToLong(AtomicLong::get).sum();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %,d | %d | %d | %.1f | %.1f | %.1f |%n",
                    phase,
                    seconds,
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

    private static double quantile(long[] nanos, double quantile) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)] / 1e6;
    }

    private void load(List<String> all) throws Exception {
        Map<String, Integer> rates = new TreeMap<>();
        List<String> names = new ArrayList<>();
        for (String one : all) {
            String[] parts = one.split(":");
            names.add(parts[0]);
            rates.put(parts[0], parts.length > 1 ? Integer.parseInt(parts[1]) : 0);
        }
        awaitCaughtUp();
        int known = (int) number(send("GET", "/v1/products/facets", null).body(), "total");
        loaded(known);
        Load before = loaded(known);
        Load total = new Load(known);
        List<String> rebuilds = new ArrayList<>();
        System.out.println("| phase | s | pages | failed | older | p50 ms | p99 ms | p99.9 ms |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|");
        double usual = before.row("before");
        for (String name : names) {
            Load during = new Load(known);
            during.start();
            rebuilds.add(rebuild(name, rates.getOrDefault(name, 0), during));
            during.stop();
            during.row("rebuild of " + name);
            System.out.println(rebuilds.get(rebuilds.size() - 1));
            total.add(during);
        }
        double rebuilding = total.row("all rebuilds");
        System.out.println();
        System.out.println(
                "| rebuild of | s | built s | documents | side documents | answers | differences | roll-back ms | forward ms |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        rebuilds.forEach(System.out::println);
        System.out.printf(Locale.ROOT, "p99 of pages: %.1f times that without%n", rebuilding / usual);
        loaded(known).row("after, the epochs before are kept");
    }

    private Load loaded(int skus) throws Exception {
        Load load = new Load(skus);
        load.start();
        Thread.sleep(PHASE.toMillis());
        load.stop();
        System.err.println(load.recent());
        return load;
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

    /** Waits until a rebuild has left these states. */
    private String awaitAfter(Set<String> states, String rebuild, Supplier<String> pages) throws Exception {
        String[] last = {""};
        long[] printed = {System.nanoTime()};
        await(rebuild, () -> {
            last[0] = send("GET", rebuild, null).body();
            String state = text(last[0], "state");
            if (seconds(printed[0]) >= PRINT_SECONDS || !states.contains(state)) {
                printed[0] = System.nanoTime();
                System.err.printf(
                        Locale.ROOT,
                        "%tT %s %s, %d %%, %,d documents compared; %s%n",
                        System.currentTimeMillis(),
                        rebuild.replaceAll(".*/projections/", ""),
                        state,
                        number(last[0], "percent"),
                        Math.max(0, number(last[0], "documents")),
                        pages.get());
            }
            return !states.contains(state);
        });
        return last[0];
    }

    private String awaitSwitched(String rebuild, Supplier<String> pages) throws Exception {
        String done = awaitAfter(NOT_SWITCHED, rebuild, pages);
        if (!text(done, "state").equals("switched")) {
            System.out.println(send("GET", rebuild + "/differences", null).body());
            clean = false;
        }
        return done;
    }

    private String rebuild(String name, int maxEventsPerSecond, Load load) throws Exception {
        long start = System.nanoTime();
        String rebuild = request(name, maxEventsPerSecond, KEEP_SECONDS);
        awaitAfter(Set.of("building"), rebuild, load::recent);
        double built = seconds(start);
        String done = awaitSwitched(rebuild, load::recent);
        double switched = seconds(start);
        Thread.sleep(1_000);
        double back = millisOf(rebuild + "/rollback");
        Thread.sleep(1_000);
        double forward = millisOf(rebuild + "/switch");
        Thread.sleep(1_000);
        System.err.println("switched, rolled back and switched again; " + load.recent());
        clean &= back < 1_000;
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %,d | %,d | %,d | %d | %.0f | %.0f |",
                name,
                switched,
                built,
                number(done, "documents"),
                number(done, "sideDocuments"),
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

    private void kill(int times, int seconds, List<String> names) throws Exception {
        awaitCaughtUp();
        if (times == 0) {
            return;
        }
        Map<String, String> before = answers();
        List<String> rebuilds = new ArrayList<>();
        for (String name : names) {
            rebuilds.add(request(name, 0, 0));
        }
        Random random = new Random();
        System.out.println("| killed after s | states of the rebuilds then |");
        System.out.println("|--:|---|");
        for (int i = 0; i < times; i++) {
            long after = (long) (random.nextDouble() * seconds * 1_000);
            Thread.sleep(after);
            Map<String, String> states = new TreeMap<>();
            for (String rebuild : rebuilds) {
                states.put(nameOf(rebuild), text(send("GET", rebuild, null).body(), "state"));
            }
            process.destroyForcibly().waitFor();
            System.out.printf(Locale.ROOT, "| %.1f | %s |%n", after / 1e3, states);
            start();
        }
        System.out.println("| rebuild of | end | passes | documents | side documents | answers | differences |");
        System.out.println("|---|---|--:|--:|--:|--:|--:|");
        for (String rebuild : rebuilds) {
            String done = awaitSwitched(rebuild, () -> "");
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %d | %,d | %,d | %,d | %d |%n",
                    nameOf(rebuild),
                    text(done, "state"),
                    number(done, "pass"),
                    number(done, "documents"),
                    number(done, "sideDocuments"),
                    number(done, "answers"),
                    number(done, "differences"));
        }
        long changed = changed(before, answers());
        clean &= changed == 0;
        System.out.printf(Locale.ROOT, "%d of %,d answers changed%n", changed, before.size());
    }

    private static String nameOf(String rebuild) {
        return rebuild.replaceAll(".*/projections/([^/]*)/.*", "$1");
    }

    private Map<String, String> answers() throws Exception {
        Map<String, String> answers = new TreeMap<>();
        List<String> paths = new ArrayList<>(List.of(
                "/v1/products/facets", "/v1/products?limit=200", "/v1/locations", "/v1/inventory?status=low"));
        for (int i = 0; i < ANSWERS; i++) {
            paths.add("/v1/products/" + sku(i));
            paths.add("/v1/inventory/" + sku(i));
            paths.add("/v1/inventory/" + sku(i) + "/movements");
            paths.add("/v1/availability?sku=" + sku(i));
            paths.add("/v1/admin/events?sku=" + sku(i));
        }
        for (String path : paths) {
            // Not the time of the last event that a list contains for certain.
            answers.put(path, answer(path).replaceAll("\"asOf\":\"[^\"]*\"", ""));
        }
        return answers;
    }

    /** The answer once it is not 503: queries are refused while a read model catches up after a start. */
    private String answer(String path) throws Exception {
        List<String> answer = new ArrayList<>();
        await(path, () -> {
            HttpResponse<String> response = send("GET", path, null);
            if (response.statusCode() != 503) {
                answer.add(response.body());
            }
            return !answer.isEmpty();
        });
        return answer.get(0);
    }

    private static long changed(Map<String, String> before, Map<String, String> after) {
        List<String> paths = before.keySet().stream()
                .filter(path -> !before.get(path).equals(after.get(path)))
                .toList();
        paths.stream()
                .limit(5)
                .forEach(path -> System.err.println(path + "\n" + before.get(path) + "\n" + after.get(path)));
        return paths.size();
    }
}
