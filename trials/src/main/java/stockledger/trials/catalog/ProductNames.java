package stockledger.trials.catalog;

import java.util.ArrayList;
import java.util.List;

/** Word lists for generated product names, descriptions and categories. */
final class ProductNames {

    /** Category, product types and price range in whole pounds. */
    private static final String CATEGORIES = """
            Kitchen/Tea|Teapot,Tea Strainer,Tea Caddy,Tea Cosy|6-60
            Kitchen/Coffee|Cafetiere,Coffee Grinder,Moka Pot,Milk Frother|12-140
            Kitchen/Cookware|Saucepan,Frying Pan,Stock Pot,Casserole|18-180
            Kitchen/Knives|Paring Knife,Bread Knife,Cook's Knife,Sharpening Steel|9-120
            Kitchen/Baking|Loaf Tin,Cake Tin,Rolling Pin,Mixing Bowl|5-45
            Table/Glass|Tumbler,Wine Glass,Carafe,Champagne Flute|4-55
            Table/Crockery|Dinner Plate,Soup Bowl,Serving Dish,Espresso Cup|4-70
            Table/Linen|Tablecloth,Napkin Set,Table Runner,Place Mat|6-60
            Home/Lighting|Table Lamp,Floor Lamp,Pendant Shade,Fairy Lights|12-220
            Home/Textiles|Cushion,Throw,Curtain Pair,Door Mat|9-130
            Home/Storage|Basket,Storage Box,Shelf Unit,Coat Rack|8-160
            Home/Decoration|Photo Frame,Vase,Wall Clock,Candle Holder|5-90
            Bath/Towels|Hand Towel,Bath Towel,Bath Mat,Face Cloth|4-48
            Bath/Fittings|Soap Dish,Shower Caddy,Towel Rail,Mirror|6-140
            Garden/Tools|Hand Trowel,Spade,Secateurs,Rake|7-75
            Garden/Pots|Planter,Window Box,Hanging Basket,Saucer|4-85
            Garden/Outdoor|Folding Chair,Parasol,Lantern,Picnic Rug|12-190
            Toys/Wooden|Building Blocks,Train Set,Pull-Along Dog,Puzzle|8-80
            Toys/Soft|Teddy Bear,Rag Doll,Hand Puppet,Comforter|7-45
            Toys/Games|Card Game,Board Game,Domino Set,Skittles|5-50
            Stationery/Paper|Notebook,Sketch Pad,Envelope Pack,Gift Wrap|2-24
            Stationery/Writing|Fountain Pen,Pencil Set,Marker Set,Ink Bottle|3-95
            Stationery/Desk|Desk Tidy,Letter Tray,Stapler,Paper Weight|4-48
            Bags/Travel|Weekend Bag,Wash Bag,Suitcase,Packing Cube|9-210
            Bags/Everyday|Tote Bag,Lunch Bag,Backpack,Jumbo Bag|3-95
            Clothing/Winter|Scarf,Wool Hat,Gloves,Bed Socks|6-68
            Clothing/Kitchen|Apron,Oven Glove,Tea Towel,Chef's Hat|4-38
            Party/Paper|Bunting,Paper Plates,Paper Lanterns,Party Bags|2-18
            Party/Season|Tree Bauble,Advent Calendar,Wreath,Stocking|3-55
            Pets/Dogs|Dog Bed,Lead,Food Bowl,Chew Toy|5-110
            """;

    static final List<String> BRANDS = list("Hollins,Marlow & Finch,Brackenfield,Oakham Forge,Pell Street,Thistledown,"
            + "Larkspur,Northlea,Ferris & Daughter,Quayside,Alder Row,Bellweather,Copperhill,Dovetail,Everly Lane,"
            + "Foxcote,Greyfriars,Harbour Lights,Inglenook,Juniper Yard,Kestrel,Lowfield,Moorgate,Nettlebed,"
            + "Orchard Mill,Penrose,Quill & Co,Rookwood,Saltmarsh,Tamarind,Underhill,Vale Pottery,Wexcombe,Yarrow");

    static final List<String> STYLES = list("Classic,Retro,Rustic,Nordic,Regency,Botanical,Harlequin,Spotty,Striped,"
            + "Quilted,Folding,Stacking,Mini,Large,Everyday,Heritage,Hand-Finished,Lacquered");

    static final List<String> COLOURS =
            list("White,Ivory,Sage Green,Duck Egg,Navy,Charcoal,Red,Mustard,Rose,Terracotta,"
                    + "Natural,Black,Teal,Lilac,Copper");

    static final List<String> MATERIALS = list("enamel,stoneware,bone china,cotton,linen,wool,oak,beech,steel,glass,"
            + "cast iron,brass,bamboo,paper,felt,leather");

    static final List<String> SENTENCES = List.of(
            "Made of %s in small batches and checked by hand.",
            "Sturdy %s that only gets better with use.",
            "A favourite of our customers for years, in %s.",
            "Simple lines and honest %s, for every day.",
            "Comes in a gift box; the %s may vary a little in tone.");

    static final List<String> CARE =
            list("Wipe clean only,Dishwasher safe,Hand wash,Machine wash at 30,Keep dry,Oil now and then");

    /** A type of product in its category, with its price range. */
    record ProductType(String category, String noun, int minPounds, int maxPounds) {}

    static final List<ProductType> TYPES = types();

    private ProductNames() {}

    private static List<ProductType> types() {
        List<ProductType> all = new ArrayList<>();
        for (String line : CATEGORIES.lines().toList()) {
            List<String> parts = List.of(line.split("\\|"));
            List<String> pounds = List.of(parts.get(2).split("-"));
            for (String noun : list(parts.get(1))) {
                all.add(new ProductType(
                        parts.get(0) + "/" + noun,
                        noun,
                        Integer.parseInt(pounds.get(0)),
                        Integer.parseInt(pounds.get(1))));
            }
        }
        return List.copyOf(all);
    }

    private static List<String> list(String text) {
        return List.of(text.split(","));
    }
}
