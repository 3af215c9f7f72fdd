package stockledger.command.async;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import stockledger.command.RunningCommandSide;
import stockledger.command.catalog.ProductCommand;
import stockledger.command.catalog.ProductCommand.Change;
import stockledger.command.http.HttpCommand;
import stockledger.command.location.LocationCommand;
import stockledger.command.reservation.HoldCartExample;
import stockledger.command.reservation.ReservationCommand;
import stockledger.command.reservation.ReservationCommand.ReturnLine;
import stockledger.command.stock.StockCommand;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.Money;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.reservation.LineUnits;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.LocationChoice;
import stockledger.events.stock.TakenFrom;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every command is readable in every form that was ever stored. A golden file is never changed: a command with a new
 * member gets another example and file, {@code stock.ReceiveStock.2}.
 */
class StoredCommandsStayReadableTest {

    private static final Path FOLDER = Path.of("src/test/resources/commands");

    private static final Sku MUG = new Sku("MUG-01");
    private static final LocationId NORTH = new LocationId("north.1");
    private static final LocationId SOUTH = new LocationId("south_2");
    private static final ReservationId CART = new ReservationId("cart-7");
    private static final IncomingId DELIVERY = new IncomingId("delivery-1");
    private static final TransferId TRANSFER = new TransferId("MUG-01.0a1b2c");
    private static final Instant NOW = Instant.parse("2026-01-31T10:15:30.123456Z");
    private static final Money PRICE = Money.of("12.5", "GBP");
    private static final List<String> IMAGES = List.of("https://shop.example/mug.jpg");

    /** The value of each golden file, with every member set. */
    private static final TreeMap<String, Object> EXAMPLES = new TreeMap<>(Map.ofEntries(
            entry(
                    "catalog.RegisterProduct",
                    new ProductCommand.RegisterProduct(
                            MUG, "Mug", "Für Tee.", "Potter", "Kitchen/Mugs", Map.of("colour", "rosé"), PRICE, IMAGES)),
            entry("catalog.DescribeProduct", describe()),
            entry("catalog.RepriceProduct", new ProductCommand.RepriceProduct(MUG, PRICE)),
            entry("catalog.DiscontinueProduct", new ProductCommand.DiscontinueProduct(MUG)),
            entry("catalog.ReactivateProduct", new ProductCommand.ReactivateProduct(MUG)),
            entry("location.OpenLocation", new LocationCommand.OpenLocation(NORTH, "Warehouse «North»")),
            entry("stock.ReceiveStock", new StockCommand.ReceiveStock(MUG, NORTH, 12, "note 4711", DELIVERY, null)),
            entry("stock.ReceiveStock.2", new StockCommand.ReceiveStock(MUG, NORTH, 12, "note 4711", DELIVERY, NOW)),
            entry(
                    "stock.AdjustStock",
                    new StockCommand.AdjustStock(MUG, NORTH, -2, AdjustmentReason.DAMAGED, "note 4711")),
            entry(
                    "stock.AdjustStock.2",
                    new StockCommand.AdjustStock(
                            MUG, NORTH, -2, AdjustmentReason.DAMAGED, "note 4711", TakenFrom.UNAVAILABLE, NOW)),
            entry("stock.SetStockPolicy", new StockCommand.SetStockPolicy(MUG, NORTH, 2, 10L, 5L)),
            entry("stock.SetAside", new StockCommand.SetAside(MUG, NORTH, 3, AdjustmentReason.DAMAGED, "note 4711")),
            entry("stock.CountStock", new StockCommand.CountStock(MUG, NORTH, 0, NOW.minusSeconds(60), NOW)),
            entry("stock.SendTransfer", new StockCommand.SendTransfer(MUG, TRANSFER, NORTH, SOUTH, 5, "van 3")),
            entry("stock.ReceiveTransfer", new StockCommand.ReceiveTransfer(MUG, TRANSFER, 4L, null)),
            entry("stock.ReceiveTransfer.2", new StockCommand.ReceiveTransfer(MUG, TRANSFER, 4L, true)),
            entry(
                    "stock.AnnounceIncoming",
                    new StockCommand.AnnounceIncoming(MUG, DELIVERY, NORTH, 5, LocalDate.of(2026, 1, 31), "order 9")),
            entry("stock.CancelIncoming", new StockCommand.CancelIncoming(MUG, DELIVERY)),
            entry("reservation.HoldCart", HoldCartExample.valueWithoutTtl()),
            entry("reservation.HoldCart.2", HoldCartExample.value()),
            entry("reservation.ReplaceLines", HoldCartExample.replacement()),
            entry("reservation.ConfirmReservation", new ReservationCommand.ConfirmReservation(CART, NOW)),
            entry(
                    "reservation.ConfirmReservation.2",
                    new ReservationCommand.ConfirmReservation(
                            CART, NOW, new LocationSelection(LocationChoice.PRIORITY_ORDER, List.of(NORTH)))),
            entry("reservation.ReleaseReservation", new ReservationCommand.ReleaseReservation(CART)),
            entry(
                    "reservation.ExtendReservation",
                    new ReservationCommand.ExtendReservation(CART, NOW, NOW.plusSeconds(600))),
            entry("reservation.CancelReservation", new ReservationCommand.CancelReservation(CART)),
            entry(
                    "reservation.ShipReservation",
                    new ReservationCommand.ShipReservation(CART, List.of(new LineUnits(MUG, 1)))),
            entry(
                    "reservation.ReturnUnits",
                    new ReservationCommand.ReturnUnits(
                            CART, List.of(new ReturnLine(MUG, 1, NORTH, ReturnCondition.UNAVAILABLE, -1)), "slip 4"))));

    private static RunningCommandSide commandSide;
    private static JsonMapper json;

    @BeforeAll
    static void open() throws IOException {
        commandSide = new RunningCommandSide(1);
        json = commandSide.instance(0).getBean(JsonMapper.class);
        if (Boolean.getBoolean("golden.write")) {
            writeMissing();
        }
    }

    private static void writeMissing() throws IOException {
        Files.createDirectories(FOLDER);
        for (Map.Entry<String, Object> example : EXAMPLES.entrySet()) {
            if (!Files.exists(fileOf(example.getKey()))) {
                String written = json.writerWithDefaultPrettyPrinter().writeValueAsString(example.getValue());
                Files.writeString(fileOf(example.getKey()), written + "\n");
            }
        }
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    /** With members and an attribute that are removed. */
    private static Object describe() {
        Map<String, String> attributes = new HashMap<>();
        attributes.put("colour", "red");
        attributes.put("volume", null);
        return new ProductCommand.DescribeProduct(
                MUG,
                "Cup",
                new Change<>("Holds more tea."),
                new Change<>(null),
                new Change<>("Kitchen"),
                new Change<>(attributes),
                new ProductCommand.PriceChange("12.50", "GBP"),
                new Change<>(IMAGES));
    }

    @Test
    void everyCommandHasAUniqueNameOfItsRoom() {
        List<Class<?>> commands = commands().toList();

        assertThat(commands)
                .allSatisfy(type -> assertThat(HttpCommand.nameOf(type))
                        .matches(type.getPackageName().replace("stockledger.command.", "") + "\\.[A-Z][A-Za-z]+"));
        assertThat(commands.stream().map(HttpCommand::nameOf)).doesNotHaveDuplicates();
    }

    @Test
    void everyCommandHasAnExampleAndAGoldenFile() throws IOException {
        assertThat(EXAMPLES.keySet().stream().map(StoredCommandsStayReadableTest::commandOf))
                .hasSameElementsAs(commands().map(HttpCommand::nameOf).toList());
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files)
                    .containsExactlyInAnyOrderElementsOf(EXAMPLES.keySet().stream()
                            .map(StoredCommandsStayReadableTest::fileOf)
                            .toList());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyGoldenFileIsRead() {
        Map<String, Class<?>> types = commands().collect(Collectors.toMap(HttpCommand::nameOf, type -> type));
        return EXAMPLES.entrySet().stream()
                .map(example -> DynamicTest.dynamicTest(example.getKey(), () -> {
                    Object value = example.getValue();
                    assertThat((Object)
                                    json.readValue(golden(example.getKey()), types.get(commandOf(example.getKey()))))
                            .isEqualTo(value);
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyCommandIsWrittenAsItsNewestGoldenFile() {
        TreeMap<String, String> newest = new TreeMap<>();
        EXAMPLES.keySet().forEach(key -> newest.put(commandOf(key), key));
        return newest.values().stream()
                .map(key -> DynamicTest.dynamicTest(key, () -> {
                    assertThat(EXAMPLES.get(key)).hasNoNullFieldsOrProperties();
                    assertThat(json.readTree(json.writeValueAsString(EXAMPLES.get(key))))
                            .isEqualTo(json.readTree(golden(key)));
                }));
    }

    private static Stream<Class<?>> commands() {
        return commandSide.instance(0).getBeansOfType(HttpCommand.Source.class).values().stream()
                .flatMap(source -> source.commands().stream())
                .map(HttpCommand::type);
    }

    private static String commandOf(String key) {
        return key.replaceFirst("\\.[0-9]+$", "");
    }

    private static Path fileOf(String key) {
        return FOLDER.resolve(key + ".json");
    }

    private static String golden(String key) throws IOException {
        assertThat(fileOf(key)).as("create it with -Dgolden.write=true").exists();
        return Files.readString(fileOf(key));
    }
}
