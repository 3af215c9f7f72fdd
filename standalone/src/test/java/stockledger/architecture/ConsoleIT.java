package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import stockledger.architecture.Browser.Screen;
import stockledger.architecture.Browser.Transfers;

/**
 * The console in Chromium, against the packaged jar with its sample shop. With {@code -Ddocs.write=true} it takes the pictures of the
 * tour in docs/console.md.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {

    /** Of the first view of a page, with its files and the answers of the API. */
    private static final long MAX_FIRST_VIEW_BYTES = 150_000;

    private static final String READY =
            "document.querySelector('#view h1') && !document.querySelector('#view[aria-busy]')"
                    + " && !document.querySelector('#view .loading')";

    private static final String MEASURED = READY + " && document.querySelector('.trend')"
            + " && [...document.querySelectorAll('.tile strong')].every((tile) => !tile.innerText.includes('–'))";

    private static final String PROGRESS = "document.querySelector('#view progress')?.value";

    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    private static final int MAX_TABS = 60;

    /** What views show of the texts that are script. */
    private static final Map<String, String> SCRIPTED = Map.of(
            "product", ConsoleData.SCRIPT,
            "products", ConsoleData.SCRIPT,
            "events", ConsoleData.SCRIPT_ACTOR,
            "event", ConsoleData.SCRIPT,
            "parked-key", ConsoleData.SCRIPT,
            "actions", ConsoleData.SCRIPT_ACTOR,
            "webhooks", ConsoleData.SCRIPT,
            "webhook", ConsoleData.SCRIPT,
            "job", ConsoleData.SCRIPT);

    @TempDir
    static Path folder;

    private static Browser browser;
    private static RunningJar service;
    private static ConsoleData data;

    @BeforeAll
    static void start() throws IOException, InterruptedException, SQLException {
        browser = new Browser(folder.resolve("browser"));
        service = new RunningJar(
                folder, "--stockledger.sample-shop=true", "--stockledger.webhooks.allow-private-addresses=true");
        data = new ConsoleData(service);
        data.add();
        // The numbers of the overview are of the time since it was read before.
        data.get("/v1/admin/overview");
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (browser != null) {
            browser.close();
        }
        if (service != null) {
            service.close();
        }
        if (data != null) {
            data.close();
        }
    }

    /** The overview is the last: it shows the requests of the others. */
    private static List<ConsoleRoute> routes() {
        List<ConsoleRoute> routes = new ArrayList<>(ConsoleRoute.all());
        Collections.reverse(routes);
        return routes;
    }

    /** Every page: small at its first visit, without errors, and accessible on each screen. */
    @Test
    @Order(1)
    void pagesAreSmallAccessibleAndWithoutErrors() throws IOException {
        List<String> faults = new ArrayList<>();
        for (ConsoleRoute route : routes()) {
            browser.show(Screen.DESKTOP_LIGHT);
            browser.openFirst(url(data.address(route.module(), route.path())));
            browser.await(complete(route));
            Transfers transfers = browser.transfers();
            if (transfers.total() > MAX_FIRST_VIEW_BYTES) {
                faults.add(route.module() + " transfers " + transfers);
            }
            transfers.bytes().keySet().stream()
                    .filter(address -> !address.startsWith(url("/")) && !address.startsWith("data:"))
                    .forEach(address -> faults.add(route.module() + " asks for " + address));
            for (Screen screen : Screen.values()) {
                browser.show(screen);
                if (screen == Screen.PHONE_LIGHT) {
                    // Some parts are folded where there is little room.
                    browser.open(url(data.address(route.module(), route.path())));
                    browser.await(complete(route));
                }
                // Colours are all that differs between the themes.
                for (Object fault : browser.faults(screen.isLight() ? null : "color-contrast")) {
                    faults.add(route.module() + " on " + screen.text() + ": " + fault);
                }
                if (!Boolean.TRUE.equals(browser.run(
                        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth;"))) {
                    faults.add(route.module() + " is wider than " + screen.text());
                }
                takePicture(route, screen);
            }
            browser.errors().forEach(error -> faults.add(route.module() + ": " + error));
        }
        browser.show(Screen.DESKTOP_LIGHT);

        assertThat(String.join("\n", faults)).isEmpty();
    }

    private static String complete(ConsoleRoute route) {
        return route.module().equals("overview") ? MEASURED : READY;
    }

    private static void takePicture(ConsoleRoute route, Screen screen) throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Picture.write(browser.picture(), Repository.folder().resolve(route.picture(screen)));
        }
    }

    @Test
    @Order(2)
    void productIsExplainedByItsEvents() throws IOException, InterruptedException {
        open("/console/products/" + ConsoleData.SKU);
        long available = data.get("/v1/inventory/" + ConsoleData.SKU + "/explanation")
                .path("available")
                .asLong();

        browser.await("document.querySelector('.ledger-sum')");
        assertThat(number(".ledger-sum .num")).isEqualTo(available);
        browser.click(".ledger", "Stock received");
        browser.await(READY + " && location.pathname.startsWith('/console/events/')");
        assertThat(browser.text()).contains(ConsoleData.SKU, "stock.StockReceived");
    }

    @Test
    @Order(3)
    void sliderShowsThePastNumbersOfTheApi() throws IOException, InterruptedException {
        open("/console/products/" + ConsoleData.SKU);
        browser.await("document.querySelector('#as-of')");
        browser.run("document.querySelector('#as-of').focus();");
        browser.press(Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        browser.await("new URLSearchParams(location.search).get('asOf') && document.querySelector('.instant.past') && "
                + READY);
        Object asOf = browser.run("return location.search.replace('?', '');");
        JsonNode past = data.get("/v1/inventory/" + ConsoleData.SKU + "?" + asOf);

        assertThat(past.path("onHand").asLong())
                .isNotEqualTo(data.get("/v1/inventory/" + ConsoleData.SKU)
                        .path("onHand")
                        .asLong());
        for (String term : List.of("onHand", "held", "allocated", "available")) {
            browser.await(tile(term) + " === '" + past.path(term).asLong() + "'");
        }
        // The permalink shows the same.
        open("/console/products/" + ConsoleData.SKU + "?" + asOf);
        browser.await(tile("available") + " === '" + past.path("available").asLong() + "'");
    }

    /** The number of a tile of the product's page, without its sign. */
    private static String tile(String term) {
        String label = term.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        return "[...document.querySelectorAll('.equation .tile')]"
                + ".find((one) => one.querySelector('dt').innerText.toLowerCase() === '" + label + "')"
                + "?.querySelector('strong').innerText.replaceAll(/[^0-9]/g, '')";
    }

    @Test
    @Order(4)
    void rebuildIsFollowedToItsEnd() {
        open("/console/projections");
        browser.click("#view", "Rebuild location");
        browser.await("document.querySelector('dialog textarea')");
        // So slow that the bar is seen to move.
        browser.find("dialog [name=maxEventsPerSecond]").sendKeys("1000");
        browser.find("dialog textarea").sendKeys("the view was corrected");
        browser.click("dialog", "Rebuild");
        browser.await("location.pathname.includes('/rebuilds/') && " + PROGRESS + " < 100");

        browser.await(
                PROGRESS + " === 100 && document.querySelector('#view').innerText.includes('It is served.')",
                ONE_MINUTE);
    }

    @Test
    @Order(5)
    void failedRowsAreDownloadedInTheFormatOfTheUpload() {
        open(data.address("job", "/console/jobs/:id"));
        browser.click("#view", "Failed rows as CSV");

        Awaitility.await()
                .atMost(ONE_MINUTE)
                .untilAsserted(() -> assertThat(browser.downloads())
                        .singleElement()
                        .asString()
                        .startsWith("sku,locationId,quantity,reference")
                        .contains("MUG-UNKNOWN,LEEDS,12,PO-1044", ConsoleData.SKU + ",LEEDS,0,PO-1044"));
    }

    @Test
    @Order(5)
    void parkedKeyIsRetried() throws IOException, InterruptedException, SQLException {
        open("/console/parked");
        browser.click("#view", "Retry all");
        browser.await("document.querySelector('dialog')?.innerText.includes('would stay parked')");
        data.mendParkedEvent();
        browser.click("dialog", "Dry run again");
        browser.await("document.querySelector('dialog')?.innerText.includes('would be folded again')");
        browser.find("dialog textarea").sendKeys("the event is mended");
        browser.run("document.querySelector('dialog footer .primary').click();");
        browser.await("document.querySelector('dialog')?.innerText.includes('folded again.')");
        browser.click("dialog", "Close");

        browser.await("document.querySelector('#view').innerText.includes('No key is parked')");
        assertThat(data.get("/v1/admin/parked").path("items")).isEmpty();
    }

    /** Modules without a page of their own, such as those that format texts: the script returns values that are wrong. */
    @Test
    @Order(6)
    void modulesFormatRouteAndCompare() {
        open("/console");

        Object wrong = browser.runAsync("const at = document.querySelector('script[type=module]').src;"
                + "const load = (name) => import(new URL(`./${name}.js`, at));"
                + Repository.document("standalone/src/test/resources/console-modules.js"));
        assertThat(wrong).isEqualTo(List.of());
    }

    /** Turning a tablet: the summary of the form is hidden where there is room. */
    @Test
    @Order(6)
    void foldedSearchIsUnfoldedWhereThereIsRoom() {
        browser.show(Screen.PHONE_LIGHT);
        open("/console/events");
        browser.await("!document.querySelector('.filters').checkVisibility()");
        browser.show(Screen.DESKTOP_LIGHT);
        browser.await("document.querySelector('.filters').checkVisibility()");
    }

    /** As during a rolling restart, when an instance of another release is asked for the files of the page. */
    @Test
    @Order(6)
    void pageWithoutItsFilesIsLoadedAgain() {
        browser.block("*/app.js");
        browser.openFirst(url("/console/keys"));
        browser.named("#app", "Load the page again");
        browser.block("*/views/jobs.js");
        browser.click("#app", "Load the page again");
        browser.await(READY);
        browser.click("nav", "Jobs");
        browser.named("#view", "Try again");
        browser.block();
        browser.click("#view", "Try again");
        browser.await(READY + " && document.querySelector('#view table')");
    }

    /** Skip link, search, shortcuts, dialogs and the main action of a page, without a pointer. */
    @Test
    @Order(7)
    void everythingIsReachedByKeyboard() {
        open("/console/products");
        browser.press(Keys.TAB);
        assertThat(focused()).isEqualTo("Skip to content");
        browser.press(Keys.ENTER);
        browser.await("document.activeElement === document.querySelector('main')");
        browser.press("/");
        browser.await("document.activeElement.matches('[data-search]')");

        open("/console/keys");
        tabTo("Shortcuts");
        browser.press(Keys.ENTER);
        browser.await("document.querySelector('dialog[open]')");
        for (int i = 0; i < 6; i++) {
            browser.press(Keys.TAB);
            // A browser's own controls may have the focus between the last and the first.
            browser.await("document.activeElement === document.body || document.activeElement.closest('dialog')");
        }
        browser.press(Keys.ESCAPE);
        browser.await("!document.querySelector('dialog')");
        assertThat(focused()).isEqualTo("Shortcuts");

        tabTo("Issue a key");
        browser.press(Keys.ENTER);
        browser.await("document.activeElement.matches('dialog input')");
        browser.press(Keys.ESCAPE);
        browser.await("!document.querySelector('dialog')");
        assertThat(focused()).isEqualTo("Issue a key");
        browser.press("g");
        browser.press("e");
        browser.await(READY + " && location.pathname === '/console/events'");
    }

    private static String focused() {
        return String.valueOf(browser.run("return document.activeElement.innerText.trim();"));
    }

    private static void tabTo(String text) {
        for (int i = 0; i < MAX_TABS && !focused().equals(text); i++) {
            browser.press(Keys.TAB);
        }
        assertThat(focused()).as("focus within %d tabs", MAX_TABS).isEqualTo(text);
    }

    /** Names, references, actors, reasons, rows and payloads that are script. */
    @Test
    @Order(8)
    void scriptIsShownAsText() throws IOException, InterruptedException, SQLException {
        data.addScript();
        browser.errors();
        Map<String, String> pages = new LinkedHashMap<>();
        for (ConsoleRoute route : routes()) {
            pages.put(data.address(route.module(), route.path()), SCRIPTED.getOrDefault(route.module(), ""));
        }
        pages.put("/console/products?q=" + ConsoleData.SCRIPT_SKU, ConsoleData.SCRIPT);
        pages.put("/console/events?sku=" + ConsoleData.SCRIPT_SKU, ConsoleData.SCRIPT_ACTOR);
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, String> page : pages.entrySet()) {
            open(page.getKey());
            if (!page.getValue().isEmpty()) {
                browser.await("document.body.innerText.includes(arguments[0])", page.getValue());
            }
            if (!Boolean.TRUE.equals(browser.run("return typeof executed === 'undefined'"
                    + " && !document.querySelector('img[src=x], body script, [onerror]');"))) {
                faults.add(page.getKey() + " has markup of a value");
            }
            // A SKU with a damaged event cannot be folded, and the API answers so.
            browser.errors().stream()
                    .filter(error -> !error.contains("status of 503"))
                    .forEach(error -> faults.add(page.getKey() + ": " + error));
        }

        assertThat(faults).isEmpty();
    }

    /** The first key turns authentication on, so this is last; and it is what the page of keys shows. */
    @Test
    @Order(9)
    void keyIsAskedForAndItsScopeIsExplained() throws IOException, InterruptedException {
        String all = data.issueFirstKey(
                "anna", "catalog:read", "catalog:write", "stock:write", "reservations:write", "events:read", "ops");
        String small = data.issueKey(all, "till", "catalog:read");

        browser.open(url("/console/jobs"));
        browser.await("document.querySelector('dialog #api-key')");
        assertThat(browser.text()).contains("Enter an API key");
        enterKey(small);
        browser.await("document.querySelector('dialog')?.innerText.includes('lacks the scope')");
        assertThat(browser.text()).contains("events:read");
        enterKey(all);
        browser.await(READY + " && !document.querySelector('dialog') && !document.querySelector('#view .notice.bad')");
        browser.errors().forEach(error -> assertThat(error).containsPattern("status of 40[13]"));
        for (Screen screen : Screen.values()) {
            browser.show(screen);
            open("/console/keys");
            takePicture(new ConsoleRoute("/console/keys", "keys"), screen);
        }
        assertThat(browser.run(
                        "return localStorage.length === 0 && !document.cookie && !location.href.includes('sl_');"))
                .isEqualTo(true);
    }

    private static void enterKey(String key) {
        browser.find("dialog #api-key").sendKeys(key, Keys.ENTER);
    }

    private static long number(String css) {
        return Long.parseLong(String.valueOf(
                browser.run("return document.querySelector(arguments[0]).innerText.replaceAll(/[^0-9]/g, '');", css)));
    }

    private static void open(String path) {
        browser.open(url(path));
        browser.await(READY);
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + service.port() + path;
    }
}
