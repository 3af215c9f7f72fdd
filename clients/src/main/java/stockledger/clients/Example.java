package stockledger.clients;

import java.util.List;
import stockledger.client.ApiClient;
import stockledger.client.ApiException;
import stockledger.client.ApiResponse;
import stockledger.client.api.AvailabilityApi;
import stockledger.client.api.InventoryApi;
import stockledger.client.api.LocationsApi;
import stockledger.client.api.ProductsApi;
import stockledger.client.api.ReservationsApi;
import stockledger.client.model.AvailabilityAnswer;
import stockledger.client.model.CatalogProductBody;
import stockledger.client.model.LocationOpenBody;
import stockledger.client.model.Money;
import stockledger.client.model.Problem;
import stockledger.client.model.ReservationCartAnswer;
import stockledger.client.model.ReservationHoldBody;
import stockledger.client.model.ReservationLineBody;
import stockledger.client.model.StockReceiptBody;

/**
 * Puts a product on sale, receives ten units, holds two of them for a cart, and reads what is left. Arguments: the address of the
 * service, and an API key if it needs one.
 */
public final class Example {

    private final ApiClient client;
    private final String suffix = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final String sku = "java-mug-" + suffix;
    private final String location = "java-shop-" + suffix;

    private Example(ApiClient client) {
        this.client = client;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        if (arguments.length > 1) {
            client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + arguments[1]));
        }
        new Example(client).run();
    }

    private void run() throws Exception {
        stock();
        System.out.println("available: " + availableAfter(hold()));
        try {
            new ProductsApi(client)
                    .getProduct(ProductsApi.APIGetProductRequest.newBuilder()
                            .sku("no-such-product")
                            .build());
        } catch (ApiException refused) {
            Problem problem = ApiClient.createDefaultObjectMapper().readValue(refused.getResponseBody(), Problem.class);
            System.out.println("refused: " + refused.getCode() + " " + problem.getCode());
        }
    }

    private void stock() throws ApiException {
        new LocationsApi(client)
                .openLocation(LocationsApi.APIOpenLocationRequest.newBuilder()
                        .locationOpenBody(new LocationOpenBody().id(location).name("Shop"))
                        .build());
        new ProductsApi(client)
                .registerProduct(ProductsApi.APIRegisterProductRequest.newBuilder()
                        .catalogProductBody(new CatalogProductBody()
                                .sku(sku)
                                .name("Mug")
                                .price(new Money().amount("7.50").currency("GBP")))
                        .build());
        new InventoryApi(client)
                .receiveStock(InventoryApi.APIReceiveStockRequest.newBuilder()
                        .sku(sku)
                        // Sent again after a lost response, the same key is not booked twice.
                        .idempotencyKey("receipt-" + suffix)
                        .stockReceiptBody(
                                new StockReceiptBody().locationId(location).quantity(10L))
                        .build());
    }

    /** The answer has the versions that the command has written, in a token. */
    private ApiResponse<ReservationCartAnswer> hold() throws ApiException {
        return new ReservationsApi(client)
                .holdReservationWithHttpInfo(ReservationsApi.APIHoldReservationRequest.newBuilder()
                        .reservationHoldBody(new ReservationHoldBody()
                                .addLinesItem(
                                        new ReservationLineBody().sku(sku).quantity(2L)))
                        .build());
    }

    /** With the token of the command the query is never older than its effects. */
    private Long availableAfter(ApiResponse<?> command) throws ApiException {
        AvailabilityAnswer answer = new AvailabilityApi(client)
                .getAvailability(AvailabilityApi.APIGetAvailabilityRequest.newBuilder()
                        .sku(List.of(sku))
                        .consistencyToken(
                                command.getHeaders().get("consistency-token").get(0))
                        .build());
        return answer.getItems().get(0).getAvailable();
    }
}
