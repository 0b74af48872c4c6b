<?xml version="1.0" encoding="UTF-8"?>
<!-- How a supplier's own XML becomes an answer: one template for the order, one for its lines. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:e="urn:example:erp" xmlns="urn:shoporder:answer:1" exclude-result-prefixes="e">
  <xsl:output method="xml" encoding="UTF-8"/>

  <xsl:template match="/e:Ack">
    <answer version="1.0">
      <purchase-order><xsl:value-of select="e:Head/@order"/></purchase-order>
      <number><xsl:value-of select="e:Head/@ours"/></number>
      <dated>
        <xsl:value-of select="concat(substring(e:Head/@day, 1, 4), '-', substring(e:Head/@day, 5, 2), '-', substring(e:Head/@day, 7, 2))"/>
      </dated>
      <xsl:apply-templates select="e:Pos"/>
    </answer>
  </xsl:template>

  <xsl:template match="/">
    <xsl:if test="not(e:Ack)">
      <xsl:message terminate="yes">there is no Ack in it</xsl:message>
    </xsl:if>
    <xsl:apply-templates/>
  </xsl:template>

  <xsl:template match="e:Pos">
    <line position="{@nr}">
      <xsl:attribute name="verdict">
        <xsl:choose>
          <xsl:when test="@state = 'OK'">accepted</xsl:when>
          <xsl:when test="@state = 'OUT'">refused</xsl:when>
          <xsl:otherwise><xsl:value-of select="@state"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:if test="@qty &gt; 0"><quantity><xsl:value-of select="@qty"/></quantity></xsl:if>
      <xsl:if test="@text"><reason><xsl:value-of select="@text"/></reason></xsl:if>
    </line>
  </xsl:template>
</xsl:stylesheet>
