<?xml version="1.0" encoding="UTF-8"?>
<!-- CSV by RFC 4180: a header row, then one row for each line and service, with the order's own facts in
     each of its rows. Lines end with CR LF; a cell with the separator, a quotation mark or a line
     break is quoted. A batch is one file with the rows of all its orders. A cancel without lines is
     one row with nothing in the columns of the line.

     Columns, in this order, for ever; new ones come at the end. Read them by the header's names.

     Formulas: a spreadsheet takes a cell that begins with = + - or @ for one, and a shopper's note may
     begin so. A program that reads the file needs the texts as they are, telephone numbers with
     their + included, so nothing is changed unless formulas = "quote": then an apostrophe stands
     before such texts. Use it for suppliers who open the file in a spreadsheet. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:o="urn:shoporder:order:1"
                xmlns:f="urn:shoporder:functions:1" exclude-result-prefixes="o f">

  <xsl:output method="text" encoding="UTF-8"/>

  <!-- Between the cells: one character, such as , or ; or a tab. -->
  <xsl:param name="separator" select="','"/>
  <!-- "keep" or "quote"; see above. -->
  <xsl:param name="formulas" select="'keep'"/>

  <xsl:variable name="quote">"</xsl:variable>
  <xsl:variable name="marks" select="$formulas = 'quote'"/>
  <xsl:variable name="forms" select="function-available('f:date')"/>
  <xsl:variable name="special" select="concat($separator, $quote, '&#13;&#10;')"/>

  <xsl:key name="bundle" match="o:order/o:bundle" use="concat(generate-id(..), ' ', @id)"/>

  <xsl:template match="/">
    <xsl:if test="string-length($separator) != 1 or contains('&quot;&#13;&#10;', $separator)">
      <xsl:message terminate="yes">The parameter separator must be one character, and neither a quotation mark nor a line break.</xsl:message>
    </xsl:if>
    <xsl:if test="$formulas != 'keep' and $formulas != 'quote'">
      <xsl:message terminate="yes">The parameter formulas is "<xsl:value-of select="$formulas"/>"; it must be "keep" or "quote".</xsl:message>
    </xsl:if>
    <xsl:value-of select="translate('kind,revision,test,purchase_order,order_id,order_name,order_number,created,updated,cancelled,cancel_reason,customer_reference,company,company_id,company_location,shop,buyer_name,buyer_vat,buyer_gln,buyer_street1,buyer_street2,buyer_zip,buyer_city,buyer_country,buyer_email,buyer_phone,supplier,account,currency,presentment_currency,collect,collect_currency,ship_name,ship_company,ship_street1,ship_street2,ship_zip,ship_city,ship_province,ship_province_code,ship_country,ship_country_code,ship_phone,bill_name,bill_company,bill_street1,bill_street2,bill_zip,bill_city,bill_province,bill_province_code,bill_country,bill_country_code,bill_phone,contact_email,contact_phone,shipping_method,shipping_code,pick_up,requested_date,requested_time,instructions,note,note_attributes,', ',', $separator)"/>
    <xsl:value-of select="translate('line_type,position,line_id,service_for,bundle_id,bundle_sku,bundle_title,bundle_quantity,gift_card,sku,supplier_sku,title,supplier_title,variant,vendor,product_id,variant_id,quantity,pack_size,unit_price,unit_price_currency,unit_cost,unit_cost_currency,presentment_price,presentment_price_currency,weight_grams,properties&#13;&#10;', ',', $separator)"/>
    <xsl:for-each select="o:order | o:orders/o:order">
      <xsl:variable name="head"><xsl:apply-templates select="." mode="head"/></xsl:variable>
      <xsl:for-each select="o:line | o:service">
        <xsl:value-of select="$head"/>
        <xsl:apply-templates select="."/>
      </xsl:for-each>
      <xsl:if test="not(o:line | o:service)">
        <xsl:value-of select="concat($head, translate('..........................', '.', $separator), '&#13;&#10;')"/>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- Cells -->

  <xsl:template match="node() | @*" mode="cell">
    <xsl:choose>
      <xsl:when test="not($marks) and translate(., $special, '') = ."><xsl:value-of select="."/></xsl:when>
      <xsl:otherwise><xsl:call-template name="cell"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- In the form of `document.date` and `document.decimal`. Other XSLT processors lack the functions. -->
  <xsl:template match="*" mode="date">
    <xsl:choose>
      <xsl:when test="$forms"><xsl:call-template name="cell"><xsl:with-param name="text" select="f:date(.)"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:call-template name="cell"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="*" mode="amount">
    <xsl:choose>
      <xsl:when test="$forms"><xsl:call-template name="cell"><xsl:with-param name="text" select="f:decimal(.)"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:call-template name="cell"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="cell">
    <xsl:param name="text" select="string()"/>
    <xsl:variable name="first" select="substring($text, 1, 1)"/>
    <xsl:variable name="mark" select="substring(&quot;'&quot;, 1, $marks and $first != '' and contains('=+-@&#9;&#13;', $first))"/>
    <xsl:choose>
      <xsl:when test="translate($text, $special, '') = $text"><xsl:value-of select="concat($mark, $text)"/></xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="concat($quote, $mark)"/>
        <xsl:call-template name="double-quotes"><xsl:with-param name="text" select="$text"/></xsl:call-template>
        <xsl:value-of select="$quote"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- By halves, so that a text of quotation marks alone is no deeper than its length's logarithm. -->
  <xsl:template name="double-quotes">
    <xsl:param name="text"/>
    <xsl:variable name="length" select="string-length($text)"/>
    <xsl:choose>
      <xsl:when test="not(contains($text, $quote))"><xsl:value-of select="$text"/></xsl:when>
      <xsl:when test="$length = 1"><xsl:value-of select="concat($quote, $quote)"/></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="double-quotes"><xsl:with-param name="text" select="substring($text, 1, floor($length div 2))"/></xsl:call-template>
        <xsl:call-template name="double-quotes"><xsl:with-param name="text" select="substring($text, floor($length div 2) + 1)"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The order's own columns -->

  <xsl:template match="o:order" mode="head">
    <xsl:variable name="shop" select="o:shop-order"/>
    <xsl:apply-templates select="@kind" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="@revision" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="@test" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:purchase-order" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$shop/o:id" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$shop/o:name" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$shop/o:number" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$shop/o:created" mode="date"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$shop/o:updated" mode="date"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$shop/o:cancelled" mode="date"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$shop/o:cancel-reason" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$shop/o:customer-reference" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$shop/o:company" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$shop/o:company/@id" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$shop/o:company/@location" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:shop" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:buyer/o:name" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:buyer/o:vat" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:buyer/o:gln" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:buyer/o:street[1]" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:buyer/o:street[2]" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:buyer/o:zip" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:buyer/o:city" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:buyer/o:country/@code" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:buyer/o:email" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:buyer/o:phone" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:supplier/o:name" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:supplier/o:account" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:currency" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:presentment-currency" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:collect" mode="amount"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:collect/@currency" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:call-template name="address"><xsl:with-param name="of" select="o:ship-to"/></xsl:call-template>
    <xsl:call-template name="address"><xsl:with-param name="of" select="o:bill-to"/></xsl:call-template>
    <xsl:apply-templates select="o:contact/o:email" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:contact/o:phone" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:shipping-method/o:title" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:shipping-method/o:code" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:shipping-method/@pick-up" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:delivery/o:requested-date" mode="date"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:delivery/o:requested-time" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:delivery/o:instructions" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:note" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:call-template name="named"><xsl:with-param name="values" select="o:note-attribute"/></xsl:call-template>
    <xsl:value-of select="$separator"/>
  </xsl:template>

  <xsl:template name="address">
    <xsl:param name="of"/>
    <xsl:apply-templates select="$of/o:name" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$of/o:company" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$of/o:street[1]" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$of/o:street[2]" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$of/o:zip" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$of/o:city" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$of/o:province" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$of/o:province/@code" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$of/o:country" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$of/o:country/@code" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$of/o:phone" mode="cell"/><xsl:value-of select="$separator"/>
  </xsl:template>

  <!-- "Engraving: For Ida", each in a line of the one cell. -->
  <xsl:template name="named">
    <xsl:param name="values"/>
    <xsl:if test="$values">
      <xsl:call-template name="cell">
        <xsl:with-param name="text">
          <xsl:for-each select="$values">
            <xsl:if test="position() != 1"><xsl:text>&#10;</xsl:text></xsl:if>
            <xsl:value-of select="concat(@name, ': ', .)"/>
          </xsl:for-each>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The line's columns -->

  <xsl:template match="o:line | o:service">
    <xsl:variable name="bundle" select="key('bundle', concat(generate-id(..), ' ', @bundle))"/>
    <xsl:choose>
      <xsl:when test="self::o:service">service</xsl:when>
      <xsl:otherwise>goods</xsl:otherwise>
    </xsl:choose>
    <xsl:value-of select="$separator"/>
    <xsl:apply-templates select="@position" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="@id" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="@for" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="@bundle" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$bundle/o:sku" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$bundle/o:title" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="$bundle/o:quantity" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="@gift-card" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:sku" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:supplier-sku" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:title" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:supplier-title" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:variant" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:vendor" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:product-id" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:variant-id" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:quantity" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:pack-size" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:unit-price" mode="amount"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:unit-price/@currency" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:unit-cost" mode="amount"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:unit-cost/@currency" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:presentment-price" mode="amount"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:presentment-price/@currency" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:apply-templates select="o:weight-grams" mode="cell"/><xsl:value-of select="$separator"/>
    <xsl:call-template name="named"><xsl:with-param name="values" select="o:property"/></xsl:call-template>
    <xsl:text>&#13;&#10;</xsl:text>
  </xsl:template>

</xsl:stylesheet>
