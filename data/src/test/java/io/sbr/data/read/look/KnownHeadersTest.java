package io.sbr.data.read.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * First lines of logs as they are found in public repositories, read without a word from a user.
 */
class KnownHeadersTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          H&M              ! t_dat,customer_id,article_id,price,sales_channel_id                 ! 2018-09-20,00a5,0663713001,0.05,2                  ! csv ! user=customer_id item=article_id time=t_dat
          MovieLens        ! userId,movieId,rating,timestamp                                     ! 1,2,3.5,1112486027                                ! csv ! user=userId item=movieId time=timestamp
          Amazon           ! reviewerID,asin,overall,unixReviewTime                              ! A3F,0006428320,5.0,1394496000                     ! csv ! user=reviewerID item=asin time=unixReviewTime
          OTTO as CSV      ! session,aid,ts,type                                                 ! 0,1517085,1659304800025,clicks                    ! csv ! session=session item=aid time=ts event=type
          GRU4Rec          ! SessionId\\tItemId\\tTime                                           ! 1\\t214536502\\t1396861740.0                      ! tsv ! session=SessionId item=ItemId time=Time
          session-rec      ! Session ID;Item ID;Timestamp                                        ! 1;214536502;2014-04-07T10:51:09.277Z              ! csv ! session=Session ID item=Item ID time=Timestamp
          Dressipi         ! session_id,item_id,date                                             ! 3,9655,2020-12-18 21:25:00.373                    ! csv ! session=session_id item=item_id time=date
          Coveo            ! session_id_hash,event_type,product_action,product_sku_hash,server_timestamp_epoch_ms,hashed_url ! 2a3b,event_product,detail,d5f2,1550885210881,7e4c ! csv ! session=session_id_hash item=product_sku_hash time=server_timestamp_epoch_ms event=event_type
          Globo            ! user_id,session_id,session_start,session_size,click_article_id,click_timestamp ! 0,1506825423271737,1506825423000,2,119592,1506826828020 ! csv ! session=session_id user=user_id item=click_article_id time=click_timestamp
          Tmall            ! user_id,item_id,cat_id,seller_id,brand_id,time_stamp,action_type    ! 328862,323294,833,2882,2661,0829,0                ! csv ! user=user_id item=item_id time=time_stamp event=action_type
          RecBole          ! user_id:token\\titem_id:token\\ttimestamp:float                     ! 1\\t2\\t1112486027.0                              ! recbole ! user=user_id:token item=item_id:token time=timestamp:float
          Trivago          ! user_id,session_id,timestamp,step,action_type,reference,platform    ! 00RL,aff3,1541037460,1,interaction item image,109038,AU ! csv ! session=session_id user=user_id item=reference time=timestamp event=action_type
          Online Retail II ! Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country ! 489434,85048,LIGHTS,12,2009-12-01 07:45:00,6.95,13085,UK ! csv ! user=Customer ID item=StockCode time=InvoiceDate
          pandas index     ! ,session,item,created_at                                            ! 0,7,A,2024-01-01 10:00:00                         ! csv ! session=session item=item time=created_at
          shop export      ! visitor-id|sku|event-date|event                                     ! 5|A-7|2024-01-01|view                             ! csv ! user=visitor-id item=sku time=event-date event=event
          quoted           ! "session_id","product_id","datetime"                                ! "1","A","2024-01-01 10:00:00"                     ! csv ! session=session_id item=product_id time=datetime
          GA4              ! event_timestamp,event_name,user_pseudo_id,ga_session_id,item_id     ! 1611925200,view_item,7.2,31,GGOE                  ! csv ! session=ga_session_id user=user_pseudo_id item=item_id time=event_timestamp event=event_name
          """)
  void isReadForWhatItIs(String from, String header, String row, String format, String columns) {
    String text = (header.strip() + "\n" + row.strip() + "\n").replace("\\t", "\t");
    Look look = Looks.at(folder, text);
    assertThat(look.format()).isEqualTo(format.strip());
    assertThat(Looks.taken(look)).isEqualTo(columns.strip());
    assertThat(look.columns().values())
        .as("by what cells look like, some other column could be it, too")
        .extracting(Taken::why)
        .containsOnly(Taken.Why.NAME);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          yoochoose    ! its header              ! session_id,timestamp,item_id,category\\n1,2014-04-06T20:21:58.444Z,2,0
          yoochoose    ! the shape of its rows   ! 832,2014-04-06T20:21:58.444Z,214717095,S
          diginetica   ! its header              ! session_id;user_id;item_id;timeframe;eventdate\\n1;NA;2;5;2016-05-09
          diginetica   ! its header              ! sessionId;userId;itemId;timeframe;eventdate\\n1;NA;2;5;2016-05-09
          diginetica   ! its header              ! sessionId,userId,itemId,timeframe,eventdate\\n1,NA,2,5,2016-05-09
          retailrocket ! its header              ! timestamp,visitorid,event,itemid,transactionid\\n1442004589123,1,view,2,
          rees46       ! its header, which cosmetics shares ! event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\\n2019-10-01 00:00:00 UTC,view,4,21,,x,5.7,5,s-1
          otto         ! sessions with events, one a line ! {"session":1,"events":[{"aid":5,"ts":1661724000278,"type":"clicks"}]}
          """)
  void aVendorsLogIsTakenForIt(String format, String why, String text) {
    Look look = Looks.at(folder, text.strip().replace("\\n", "\n") + "\n");
    assertThat(look.format()).isEqualTo(format);
    assertThat(look.why()).isEqualTo(why.strip());
    assertThat(look.lines().get(0)).startsWith("format " + format + " (" + why.strip() + "): ");
  }
}
