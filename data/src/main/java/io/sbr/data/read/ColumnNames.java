package io.sbr.data.read;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The names that public logs give their columns: those of the vendors, of Kaggle's sets, and of
 * what the readers of RecBole, session-rec, GRU4Rec and Transformers4Rec expect. Spelling does not
 * matter: {@code session_id}, {@code sessionId}, {@code Session ID} are one name.
 *
 * <p>A role has names of two ranks. Those of the first say nothing but the role, best first: {@code
 * item_id} is meant where {@code sku} stands beside it. Those of the second are the words of a
 * trade, of which none is better than another: two of them in one header are asked about, not
 * chosen from. Times have one rank, moments before days.
 */
public final class ColumnNames {
  private static final Map<Column, List<String>> FIRST = new EnumMap<>(Column.class);
  private static final Map<Column, List<String>> SECOND = new EnumMap<>(Column.class);
  private static final Map<String, Column> ROLES = new HashMap<>();

  static {
    know(
        Column.SESSION,
        "session_id session sid session_key sess_id",
        "user_session session_id_hash session_hash session_token session_number session_no"
            + " visit_id visit_number visit domain_session_id domain_sessionid ga_session_id"
            + " clickstream_id");
    know(
        Column.USER,
        "user_id user uid user_key",
        "visitor_id visitor full_visitor_id user_pseudo_id domain_user_id domain_userid"
            + " anonymous_id customer_id customer client_id member_id account_id profile_id"
            + " person_id reviewer_id reader_id player_id buyer_id viewer_id subscriber_id cookie_id"
            + " cookie device_id user_hash user_id_hash user_idx user_name username msno");
    know(
        Column.ITEM,
        "item_id item iid item_key item_idx item_no item_code",
        "product_id product prod_id product_code product_key product_sku product_sku_hash sku"
            + " sku_id item_sku article_id article click_article_id aid news_id story_id asin"
            + " parent_asin stock_code goods_id offer_id movie_id film_id show_id anime_id video_id"
            + " track_id song_id music_id musicbrainz_track_id artist_id book_id isbn recipe_id"
            + " beer_id game_id app_id course_id job_id hotel_id venue_id poi_id location_id"
            + " business_id restaurant_id reference");
    know(
        Column.TIME,
        "timestamp time ts event_time event_timestamp event_ts event_time_ts click_timestamp"
            + " click_time server_timestamp_epoch_ms server_timestamp server_time timestamp_ms"
            + " time_ms timestamp_utc utc_time utc_timestamp unix_time unix_timestamp"
            + " unix_review_time epoch epoch_ms epoch_time epoch_seconds datetime date_time"
            + " event_datetime created_at created create_time creation_time created_time date_created"
            + " occurred_at derived_tstamp collector_tstamp tstamp visit_time view_time"
            + " interaction_time interaction_timestamp action_time access_time request_time log_time"
            + " checkin_time review_time rating_time rated_at start_time visit_start_time"
            + " transaction_time transaction_dt purchase_time order_time invoice_date"
            + " transaction_date purchase_date order_date review_date t_dat event_date eventdate"
            + " date day dt",
        "");
    know(
        Column.EVENT,
        "event_type event event_name type",
        "action_type action behavior_type behavior behaviour interaction_type interaction"
            + " product_action activity_type activity");
  }

  private ColumnNames() {}

  private static void know(Column column, String first, String second) {
    FIRST.put(column, List.of(first.split(" ")));
    SECOND.put(column, second.isEmpty() ? List.of() : List.of(second.split(" ")));
    for (String name : (first + " " + second).split(" ")) {
      ROLES.put(normal(name), column);
    }
  }

  /** Names of the first rank, best first. */
  public static List<String> first(Column column) {
    return FIRST.getOrDefault(column, List.of());
  }

  /** Names of the second rank, in no order of preference. */
  public static List<String> second(Column column) {
    return SECOND.getOrDefault(column, List.of());
  }

  /** What a column of this name holds, or null if the name is not known. */
  public static Column role(String header) {
    return ROLES.get(normal(header));
  }

  /**
   * A header cell reduced to what spellings share. RecBole writes {@code field:type}; the type is
   * left aside.
   */
  public static String normal(String header) {
    int colon = header.lastIndexOf(':');
    String bare = colon > 0 ? header.substring(0, colon) : header;
    StringBuilder letters = new StringBuilder(bare.length());
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      if ("_-. #\t\u00a0".indexOf(c) < 0) {
        letters.append(c);
      }
    }
    return letters.toString().toLowerCase(Locale.ROOT);
  }
}
